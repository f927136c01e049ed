/**
 * Acts at instances: changed, renamed, moved, started and stopped, removed; how they are made is in {@code creation}, and
 * what concerns snapshots in {@code snapshot}. Each act takes the instance's lock, writes its intent, and undoes itself
 * when it fails; {@link io.gantry.daemon.lifecycle.InstanceRenamer} shows how. Start with
 * {@link io.gantry.daemon.lifecycle.InstanceTools}.
 */
@NullMarked
package io.gantry.daemon.lifecycle;

import org.jspecify.annotations.NullMarked;
