/**
 * The keys {@code limits.*} as settings of control groups: {@link io.gantry.daemon.runtime.limit.ResourceLimits}, and for CPUs
 * {@link io.gantry.daemon.runtime.limit.CpuBalance}. Knows no containers.
 */
@NullMarked
package io.gantry.daemon.runtime.limit;

import org.jspecify.annotations.NullMarked;
