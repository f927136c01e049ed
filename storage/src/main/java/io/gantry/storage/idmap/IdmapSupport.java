package io.gantry.storage.idmap;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import io.gantry.system.nativecall.IdmappedMounts;
import io.gantry.system.nativecall.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether trees of a directory's file system can be mounted with shifted ids. May be shared by threads. */
public final class IdmapSupport {
    private static final Logger LOG = LoggerFactory.getLogger(IdmapSupport.class);

    private final CommandRunner commands;

    public IdmapSupport(CommandRunner commands) {
        this.commands = commands;
    }

    /** Tries it, with a user namespace that lives as long as this call. */
    public boolean isGivenAt(Path directory) {
        // What comes back from cat tells that the namespace has its map.
        try (RunningCommand child = commands.start(Command.of("unshare", "--user", "--map-root-user", "cat"))) {
            child.input().write("ready\n".getBytes(StandardCharsets.US_ASCII));
            child.input().flush();
            return child.output().read() >= 0
                    && IdmappedMounts.canBeMade(directory, Path.of("/proc", Long.toString(child.pid()), "ns", "user"));
        } catch (IOException | CommandException | SystemCallException failure) {
            LOG.warn("cannot find out whether {} can be mounted with shifted ids: {}", directory, failure.toString());
            return false;
        }
    }
}
