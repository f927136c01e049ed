/**
 * Control groups of both versions. Start at {@link io.gantry.system.cgroup.CgroupLayout}, which knows where this
 * host has which controller.
 */
@NullMarked
package io.gantry.system.cgroup;

import org.jspecify.annotations.NullMarked;
