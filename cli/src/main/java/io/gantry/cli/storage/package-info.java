/**
 * Commands on storage pools and volumes. Start at {@link io.gantry.cli.storage.StorageList}.
 */
@NullMarked
package io.gantry.cli.storage;

import org.jspecify.annotations.NullMarked;
