/**
 * HTTP/1.1 and websockets over unix sockets and TLS, for API peers. Start at
 * {@link io.gantry.client.transport.MessageChannel}.
 */
@NullMarked
package io.gantry.client.transport;

import org.jspecify.annotations.NullMarked;
