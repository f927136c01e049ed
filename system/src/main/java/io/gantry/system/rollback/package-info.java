/** Undoing what failed half-way. Start at {@link io.gantry.system.rollback.Rollback}. */
@NullMarked
package io.gantry.system.rollback;

import org.jspecify.annotations.NullMarked;
