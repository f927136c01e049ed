/**
 * The simplestreams format, in which web servers list images. Start at {@link
 * io.gantry.client.simplestreams.StreamImages}, which reads texts, whoever fetched them, or at {@link
 * io.gantry.client.simplestreams.StreamSite}, which fetches them too.
 */
@NullMarked
package io.gantry.client.simplestreams;

import org.jspecify.annotations.NullMarked;
