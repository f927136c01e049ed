/**
 * The life of instances: made, changed, renamed, moved, snapshotted, copied, brought up to date, removed. Start with
 * {@link io.gantry.daemon.lifecycle.InstanceCreator}. Each act takes the instance's lock, writes its intent, and undoes
 * itself when it fails.
 */
@NullMarked
package io.gantry.daemon.lifecycle;

import org.jspecify.annotations.NullMarked;
