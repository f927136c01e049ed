/**
 * Instances as sources of images. Start at {@link io.gantry.daemon.publish.InstanceSources}; the archive itself is
 * made by {@code daemon.image}.
 */
@NullMarked
package io.gantry.daemon.publish;

import org.jspecify.annotations.NullMarked;
