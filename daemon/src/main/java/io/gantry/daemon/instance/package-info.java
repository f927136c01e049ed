/**
 * Instances: what they are, where they are kept, which keys and devices they may have, and who may change one just now.
 * Start at {@link io.gantry.daemon.instance.InstanceRecord}; the acts of their life are in {@code lifecycle}, which
 * programs against the faces here. Knows no HTTP.
 */
@NullMarked
package io.gantry.daemon.instance;

import org.jspecify.annotations.NullMarked;
