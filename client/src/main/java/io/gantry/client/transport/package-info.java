/**
 * Messages over websockets, whoever carries them. Start at
 * {@link io.gantry.client.transport.MessageChannel}.
 */
@NullMarked
package io.gantry.client.transport;

import org.jspecify.annotations.NullMarked;
