/**
 * Running programs in containers. Start at {@link io.gantry.cli.exec.Exec}.
 */
@NullMarked
package io.gantry.cli.exec;

import org.jspecify.annotations.NullMarked;
