/**
 * Instances of a server: their state, snapshots, files, templates and programs. Start at {@link io.gantry.client.instance.Instances}.
 */
@NullMarked
package io.gantry.client.instance;

import org.jspecify.annotations.NullMarked;
