/**
 * Commands on configuration, devices and trust. Start at {@link io.gantry.cli.config.ResourceKind}.
 */
@NullMarked
package io.gantry.cli.config;

import org.jspecify.annotations.NullMarked;
