/**
 * The simplestreams format, in which web servers list images. Start at {@link
 * io.gantry.daemon.simplestreams.StreamImages}. Reads texts only; who fetches them is no matter.
 */
@NullMarked
package io.gantry.daemon.simplestreams;

import org.jspecify.annotations.NullMarked;
