/**
 * What an instance has of its image beside its root directory: {@code metadata.yaml} and the templates. Start at
 * {@link io.gantry.daemon.metadata.InstanceMetadata}.
 */
@NullMarked
package io.gantry.daemon.metadata;

import org.jspecify.annotations.NullMarked;
