/**
 * Snapshots: taken, named, renamed, restored, removed when their time has come. Start with
 * {@link io.gantry.daemon.lifecycle.snapshot.Snapshots}.
 */
@NullMarked
package io.gantry.daemon.lifecycle.snapshot;

import org.jspecify.annotations.NullMarked;
