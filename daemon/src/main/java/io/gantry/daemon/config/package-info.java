/**
 * The configuration of the server itself. Start with {@link io.gantry.daemon.config.ServerConfig}.
 */
@NullMarked
package io.gantry.daemon.config;

import org.jspecify.annotations.NullMarked;
