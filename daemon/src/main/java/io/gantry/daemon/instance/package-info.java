/**
 * Instances: what they are, where they are kept and the acts of their life. Start at {@link
 * io.gantry.daemon.instance.InstanceRecord}. Knows no HTTP.
 */
@NullMarked
package io.gantry.daemon.instance;

import org.jspecify.annotations.NullMarked;
