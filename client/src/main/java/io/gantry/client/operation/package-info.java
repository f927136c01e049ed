/**
 * Background operations of a server: waiting, cancelling, their websockets. Start at {@link io.gantry.client.operation.Operations}.
 */
@NullMarked
package io.gantry.client.operation;

import org.jspecify.annotations.NullMarked;
