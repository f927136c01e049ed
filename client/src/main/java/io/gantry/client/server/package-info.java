/**
 * Servers as programs see them: requests, replies, background operations. Start at
 * {@link io.gantry.client.server.ApiServer}. Nothing here prints or knows a terminal.
 */
@NullMarked
package io.gantry.client.server;

import org.jspecify.annotations.NullMarked;
