/**
 * Commands on instances and their snapshots. Start at {@link io.gantry.cli.instance.InstanceList}; moving between servers is in {@link io.gantry.cli.instance.InstanceTransfer}.
 */
@NullMarked
package io.gantry.cli.instance;

import org.jspecify.annotations.NullMarked;
