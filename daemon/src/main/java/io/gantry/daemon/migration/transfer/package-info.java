/**
 * How volumes travel once both daemons have agreed: as btrfs streams or by rsync, over the filesystem channel of a
 * migration. Start with {@link io.gantry.daemon.migration.transfer.TransferFormats}. Knows nothing of instances and their
 * records.
 */
@NullMarked
package io.gantry.daemon.migration.transfer;

import org.jspecify.annotations.NullMarked;
