package io.gantry.daemon;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a daemon is started.
 *
 * @param directory that holds all it knows, {@code LXD_DIR}
 * @param group that may use the unix socket; empty for root alone
 */
public record DaemonOptions(Path directory, Optional<String> group) {}
