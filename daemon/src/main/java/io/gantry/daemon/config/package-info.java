/**
 * What can be configured: every key of instances, devices, the server, networks and storage pools, declared once with type,
 * default and description. Start with {@link io.gantry.daemon.config.KeyRegistry}; values are read by
 * {@link io.gantry.daemon.config.Config}. The server's own values are in {@link io.gantry.daemon.config.ServerConfig}.
 */
@NullMarked
package io.gantry.daemon.config;

import org.jspecify.annotations.NullMarked;
