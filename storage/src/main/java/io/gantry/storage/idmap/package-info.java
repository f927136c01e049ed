/**
 * Which ids the files of a volume have on disk, and changing them. Start at
 * {@link io.gantry.storage.idmap.DiskIdmap}.
 */
@NullMarked
package io.gantry.storage.idmap;

import org.jspecify.annotations.NullMarked;
