/**
 * Networks: bridges that the daemon makes for its instances, and what else the host has. Start with
 * {@link io.gantry.daemon.network.Networks}.
 */
@NullMarked
package io.gantry.daemon.network;

import org.jspecify.annotations.NullMarked;
