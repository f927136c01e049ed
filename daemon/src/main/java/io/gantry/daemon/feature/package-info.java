/**
 * What the daemon is put together from: each feature package has one class that is a
 * {@link io.gantry.daemon.feature.Feature}. Knows no feature.
 */
@NullMarked
package io.gantry.daemon.feature;

import org.jspecify.annotations.NullMarked;
