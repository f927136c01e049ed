/**
 * Mounts and loop devices of the host. Start at {@link io.gantry.system.mount.Mounts}.
 *
 * <p>This package doesn't know what is mounted, nor why.
 */
@NullMarked
package io.gantry.system.mount;

import org.jspecify.annotations.NullMarked;
