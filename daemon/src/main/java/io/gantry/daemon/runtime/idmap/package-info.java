/**
 * Which ids of the host stand for those of containers: {@link io.gantry.daemon.runtime.idmap.ContainerIdmaps} decides. Knows
 * no containers.
 */
@NullMarked
package io.gantry.daemon.runtime.idmap;

import org.jspecify.annotations.NullMarked;
