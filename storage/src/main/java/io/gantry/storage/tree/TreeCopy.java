package io.gantry.storage.tree;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Copies directory trees with everything that makes up a system's files: owners, modes, times, hard links, holes,
 * devices, extended attributes, ACLs and capabilities.
 */
public final class TreeCopy {
    /** rsync's exit status when files went away while it ran. */
    private static final int VANISHED = 24;

    private final CommandRunner commands;

    public TreeCopy(CommandRunner commands) {
        this.commands = commands;
    }

    /**
     * Makes an existing, empty directory the same as another one, which may be in use.
     *
     * @throws io.gantry.system.command.CommandException when it fails; then the target holds some part
     */
    public void copy(Path source, Path target) {
        try {
            commands.run(Command.of("cp", "-a", "--reflink=auto", "--sparse=auto", "--", source + "/.", target + "/")
                    .unlimited());
        } catch (CommandFailedException failure) {
            if (isHopeless(failure.errors())) {
                throw failure;
            }
            // cp takes it for an error when a file goes away before its turn; rsync knows such trees, but
            // needs several times as long for the rest.
            complete(source, target);
        }
    }

    /**
     * Makes an existing directory the same as another one: what it has besides goes, and only what differs is
     * written.
     *
     * @throws io.gantry.system.command.CommandException when it fails; then the target holds something between both
     */
    public void makeSame(Path source, Path target) {
        if (isEmpty(target)) {
            copy(source, target);
        } else {
            rsync("--no-one-file-system", source, target);
        }
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHopeless(String errors) {
        return errors.contains("No space left on device") || errors.contains("quota exceeded");
    }

    private void complete(Path source, Path target) {
        try {
            rsync("--one-file-system", source, target);
        } catch (CommandFailedException failure) {
            if (failure.exitStatus() != VANISHED) {
                throw failure;
            }
        }
    }

    private void rsync(String option, Path source, Path target) {
        commands.run(Command.of(
                        "rsync",
                        "-aHAXS",
                        "--numeric-ids",
                        "--devices",
                        "--delete",
                        option,
                        "--modify-window=-1",
                        "--",
                        source + "/",
                        target + "/")
                .unlimited());
    }
}
