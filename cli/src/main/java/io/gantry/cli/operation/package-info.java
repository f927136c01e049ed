/**
 * Commands on operations. Start at {@link io.gantry.cli.operation.OperationList}.
 */
@NullMarked
package io.gantry.cli.operation;

import org.jspecify.annotations.NullMarked;
