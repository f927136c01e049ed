/**
 * Storage pools of a server and their volumes. Start at {@link io.gantry.client.storage.StoragePools}.
 */
@NullMarked
package io.gantry.client.storage;

import org.jspecify.annotations.NullMarked;
