/**
 * The daemon's SQLite database and its numbered migrations. Start at {@link
 * io.gantry.daemon.database.Database}. Knows no table: each belongs to a {@code *Store} of its feature.
 */
@NullMarked
package io.gantry.daemon.database;

import org.jspecify.annotations.NullMarked;
