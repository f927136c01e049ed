/**
 * Commands on networks. Start at {@link io.gantry.cli.network.NetworkList}.
 */
@NullMarked
package io.gantry.cli.network;

import org.jspecify.annotations.NullMarked;
