/**
 * Black-box tests over the programs in {@code target/gantry}, with real containers, Debian's LXD 5.0.2 as
 * client and peer, and hosts that are network namespaces. Start at {@link io.gantry.e2e.fixture.TwoHosts};
 * the tests here read as the user's session does.
 */
@NullMarked
package io.gantry.e2e;

import org.jspecify.annotations.NullMarked;
