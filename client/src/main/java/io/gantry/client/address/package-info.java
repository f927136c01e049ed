/** Where servers are on the network. Start at {@link io.gantry.client.address.HostPort}. */
@NullMarked
package io.gantry.client.address;

import org.jspecify.annotations.NullMarked;
