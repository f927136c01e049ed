/**
 * Moving instances between hosts. Start at {@link io.gantry.daemon.migration.MigrationSource} and
 * {@link io.gantry.daemon.migration.MigrationSink}: they agree on a
 * {@link io.gantry.daemon.migration.transfer.TransferFormat} over the control channel, then volumes travel over the
 * filesystem channel. The protocol is that of LXD 5.0 (its {@code lxd/migrate_instance.go}); what only Gantry
 * knows is negotiated and left out with other peers. This package knows no file system: storage drivers send and
 * receive.
 */
@NullMarked
package io.gantry.daemon.migration;

import org.jspecify.annotations.NullMarked;
