/**
 * HTTP/1.1 (RFC 9112) and websockets (RFC 6455) over unix sockets and TLS, with blocking calls. Start with
 * {@link io.gantry.client.http.HttpConnection}.
 */
@NullMarked
package io.gantry.client.http;

import org.jspecify.annotations.NullMarked;
