package io.gantry.daemon.core;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.intent.Intents;
import io.gantry.daemon.operation.Operations;
import java.nio.file.Path;

/**
 * What all features are built on.
 *
 * @param directory of the daemon, absolute: {@code LXD_DIR}
 */
public record DaemonCore(
        Path directory,
        Surroundings surroundings,
        Database database,
        Intents intents,
        Operations operations,
        Events events) {}
