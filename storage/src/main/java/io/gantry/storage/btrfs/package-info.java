/**
 * Pools on btrfs: volumes are subvolumes, copies share their data. Start at
 * {@link io.gantry.storage.btrfs.BtrfsPoolDriver}.
 */
@NullMarked
package io.gantry.storage.btrfs;

import org.jspecify.annotations.NullMarked;
