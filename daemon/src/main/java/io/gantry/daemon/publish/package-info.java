/**
 * Instances as images. Start at {@link io.gantry.daemon.publish.ImagePublisher}, which packs the volume that
 * {@link io.gantry.daemon.publish.InstanceSources} opens.
 */
@NullMarked
package io.gantry.daemon.publish;

import org.jspecify.annotations.NullMarked;
