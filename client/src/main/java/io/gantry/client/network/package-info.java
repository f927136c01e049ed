/**
 * Networks of a server and their leases. Start at {@link io.gantry.client.network.Networks}.
 */
@NullMarked
package io.gantry.client.network;

import org.jspecify.annotations.NullMarked;
