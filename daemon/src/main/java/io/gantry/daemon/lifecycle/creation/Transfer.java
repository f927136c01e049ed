package io.gantry.daemon.lifecycle.creation;

import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;

/**
 * The operation in which content is fetched.
 *
 * @param channels those that the content asked for
 */
record Transfer(OperationContext operation, Channels channels) {}
