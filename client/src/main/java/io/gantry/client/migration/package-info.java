/**
 * Instances brought from one server to another, or copied on one. Start at {@link io.gantry.client.migration.InstanceTransfer}.
 */
@NullMarked
package io.gantry.client.migration;

import org.jspecify.annotations.NullMarked;
