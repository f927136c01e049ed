package io.gantry.storage.btrfs;

import io.gantry.storage.QuotaExceededException;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.nativecall.FileSystemCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits of subvolumes. Counting costs time with each snapshot, so it is switched on with the first limit in the
 * file system.
 */
final class BtrfsQuota {
    private static final int REFERRED = 1;
    private static final int USED_ALONE = 2;
    private static final int LIMIT = 3;

    private final CommandRunner commands;

    BtrfsQuota(CommandRunner commands) {
        this.commands = commands;
    }

    /** Sets the limit of what a subvolume refers to; 0 takes it away. */
    void limit(Path subvolume, long bytes) {
        if (bytes == 0) {
            if (row(subvolume).isPresent()) {
                setLimit(subvolume, "none");
            }
            return;
        }
        try {
            setLimit(subvolume, Long.toString(bytes));
        } catch (CommandFailedException _) {
            count(subvolume);
            setLimit(subvolume, Long.toString(bytes));
        }
    }

    private void count(Path subvolume) {
        // Counting starts with what is on disk: data on its way there would never be counted.
        FileSystemCalls.sync(subvolume);
        commands.run(Command.of("btrfs", "quota", "enable", subvolume.toString()));
        commands.run(Command.of("btrfs", "quota", "rescan", "-w", subvolume.toString()));
    }

    /**
     * Checks that a subvolume refers to no more than a limit would let it: btrfs itself takes such a limit, and then
     * lets nobody delete anything either.
     *
     * @param bytes 0 for no limit
     * @throws QuotaExceededException naming what it refers to
     */
    void requireRoom(Path subvolume, long bytes) {
        if (bytes == 0) {
            return;
        }
        Optional<List<String>> counted = row(subvolume);
        if (counted.isEmpty()) {
            count(subvolume);
        } else {
            OptionalLong before = number(counted.get(), LIMIT);
            if (before.isPresent() && before.getAsLong() <= bytes) {
                return;
            }
            FileSystemCalls.sync(subvolume);
        }
        long held = row(subvolume)
                .map(row -> number(row, REFERRED))
                .orElse(OptionalLong.empty())
                .orElse(0);
        if (held > bytes) {
            throw new QuotaExceededException(
                    "it holds %d bytes, more than %d: free some space first, or choose a larger size"
                            .formatted(held, bytes));
        }
    }

    private void setLimit(Path subvolume, String limit) {
        commands.run(Command.of("btrfs", "qgroup", "limit", limit, subvolume.toString()));
    }

    OptionalLong limitOf(Path subvolume) {
        return row(subvolume).map(row -> number(row, LIMIT)).orElse(OptionalLong.empty());
    }

    /** The bytes that belong to no other subvolume; empty where nothing is counted. */
    OptionalLong usedAlone(Path subvolume) {
        return row(subvolume).map(row -> number(row, USED_ALONE)).orElse(OptionalLong.empty());
    }

    private static OptionalLong number(List<String> row, int column) {
        String text = row.get(column);
        return text.matches("[0-9]+") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The subvolume's line: group, referred to, used alone, limit. Empty while counting is off. */
    private Optional<List<String>> row(Path subvolume) {
        try {
            return commands
                    .run(Command.of("btrfs", "qgroup", "show", "-r", "-f", "--raw", subvolume.toString()))
                    .lines()
                    .stream()
                    .filter(line -> line.startsWith("0/"))
                    .map(line -> List.of(line.strip().split("\\s+")))
                    .filter(row -> row.size() > LIMIT)
                    .findFirst();
        } catch (CommandFailedException _) {
            return Optional.empty();
        }
    }
}
