/** Running programs inside containers. Start at {@link io.gantry.system.attach.ContainerExec}. */
@NullMarked
package io.gantry.system.attach;

import org.jspecify.annotations.NullMarked;
