/**
 * Pools that are a directory of a file system. Start at {@link io.gantry.storage.dir.DirPoolDriver}.
 */
@NullMarked
package io.gantry.storage.dir;

import org.jspecify.annotations.NullMarked;
