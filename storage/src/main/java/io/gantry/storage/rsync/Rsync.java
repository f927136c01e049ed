package io.gantry.storage.rsync;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The two ends of an rsync transfer whose bytes go through this process. The command lines are those of LXD (its
 * {@code lxd/rsync/rsync.go}), since LXD may run the other end. Safe for use by many threads.
 */
public final class Rsync {
    private final CommandRunner runner;
    private final Path scratch;
    private volatile Optional<Boolean> fastMethods = Optional.empty();

    /** @param scratch a folder for named pipes, readable by this process's user alone */
    public Rsync(CommandRunner runner, Path scratch) {
        this.runner = runner;
        this.scratch = scratch;
    }

    /** Removes the pipes that a killed daemon left; called before the first transfer. */
    public void removeLeftovers() throws IOException {
        try (Stream<Path> left = Files.list(scratch)) {
            left.forEach(NamedPipes::remove);
        }
    }

    /** Whether this host's rsync can do {@link RsyncOption#FAST_METHODS}; asked once. */
    public boolean knowsFastMethods() {
        Optional<Boolean> known = fastMethods;
        if (known.isEmpty()) {
            String version = runner.run(Command.of("rsync", "--version")).text();
            known = Optional.of(version.contains("xxh128") && version.contains("zstd"));
            fastMethods = known;
        }
        return known.get();
    }

    /**
     * Starts the sending end.
     *
     * @param directory whose content is sent
     * @param bandwidthLimit as rsync's {@code --bwlimit} reads it, empty for none
     */
    public RsyncTransfer send(Path directory, Set<RsyncOption> options, String bandwidthLimit) throws IOException {
        try (var rollback = new Rollback()) {
            Path pipes = Files.createTempDirectory(
                    scratch,
                    "rsync",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            rollback.add(() -> NamedPipes.remove(pipes));
            var named = new NamedPipes(runner, pipes);
            rollback.add(named::close);
            List<String> arguments =
                    new ArrayList<>(List.of("-ar", "--devices", "--numeric-ids", "--partial", "--sparse"));
            if (!bandwidthLimit.isEmpty()) {
                arguments.addAll(List.of("--bwlimit", bandwidthLimit));
            }
            arguments.addAll(arguments(options));
            // rsync starts a remote shell to reach the other end, and speaks with that end through the shell's
            // standard input and output. Ours joins them to two named pipes that this process holds.
            arguments.addAll(List.of(directory + "/", "localhost:/target", "-e", named.remoteShell()));
            var transfer = new SendingTransfer(
                    runner.start(Command.of("rsync", arguments).unlimited()), named, pipes);
            rollback.keep();
            return transfer;
        }
    }

    /**
     * Starts the receiving end.
     *
     * @param directory into which it writes; it exists
     */
    public RsyncTransfer receive(Path directory, Set<RsyncOption> options) {
        List<String> arguments = new ArrayList<>(
                List.of("--server", "-vlogDtpre.iLsfx", "--numeric-ids", "--devices", "--partial", "--sparse"));
        arguments.addAll(arguments(options));
        // A file whose time differs by less than a second is still another file.
        arguments.add("--modify-window=-1");
        arguments.addAll(List.of(".", directory + "/"));
        return new ReceivingTransfer(runner.start(Command.of("rsync", arguments).unlimited()));
    }

    private static List<String> arguments(Set<RsyncOption> options) {
        List<String> arguments = new ArrayList<>();
        if (options.contains(RsyncOption.XATTRS)) {
            // The security module of the other host labels its files itself.
            arguments.addAll(List.of("--xattrs", "--filter=-x security.selinux"));
        }
        if (options.contains(RsyncOption.DELETE)) {
            arguments.add("--delete");
        }
        boolean isFast = options.contains(RsyncOption.FAST_METHODS);
        if (options.contains(RsyncOption.COMPRESS)) {
            arguments.addAll(
                    isFast
                            ? List.of("--compress", "--compress-choice=zstd", "--compress-level=1")
                            : List.of("--compress", "--compress-level=2"));
        }
        if (isFast) {
            arguments.add("--checksum-choice=xxh128");
        }
        if (options.contains(RsyncOption.HARD_LINKS_AND_ACLS)) {
            arguments.addAll(List.of("--hard-links", "--acls"));
        }
        return arguments;
    }
}
