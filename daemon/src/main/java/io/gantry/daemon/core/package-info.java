/**
 * What all features of the daemon are built on. Start at {@link io.gantry.daemon.core.DaemonCore}. Knows no feature.
 */
@NullMarked
package io.gantry.daemon.core;

import org.jspecify.annotations.NullMarked;
