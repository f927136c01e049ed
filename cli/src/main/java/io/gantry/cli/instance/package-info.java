/**
 * Commands on instances and their snapshots. Start at {@link io.gantry.cli.instance.InstanceList}; what is copied
 * and moved goes through {@link io.gantry.cli.instance.Transfer}.
 */
@NullMarked
package io.gantry.cli.instance;

import org.jspecify.annotations.NullMarked;
