/**
 * How things are shown: tables, YAML, sizes, times and progress.
 *
 * <p>Start at {@link io.gantry.cli.output.OutputFormat}. Nothing here knows of servers or commands.
 */
@NullMarked
package io.gantry.cli.output;

import org.jspecify.annotations.NullMarked;
