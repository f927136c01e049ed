/**
 * Whole-program comparisons of Gantry and Debian's LXD 5.0.2 in one run on one machine. Start at
 * {@link io.gantry.bench.Main}; {@link io.gantry.bench.Scenarios} is the list of what is measured.
 */
@NullMarked
package io.gantry.bench;

import org.jspecify.annotations.NullMarked;
