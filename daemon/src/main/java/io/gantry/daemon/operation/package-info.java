/**
 * Background operations. Start at {@link io.gantry.daemon.operation.Operations}. Knows nothing of what the
 * work is.
 */
@NullMarked
package io.gantry.daemon.operation;

import org.jspecify.annotations.NullMarked;
