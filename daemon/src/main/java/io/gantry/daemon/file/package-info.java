/**
 * The files of instances, for those who look at them from outside. Start with
 * {@link io.gantry.daemon.file.FileRoutes}.
 */
@NullMarked
package io.gantry.daemon.file;

import org.jspecify.annotations.NullMarked;
