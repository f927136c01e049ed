package io.gantry.daemon.file;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Request;
import io.gantry.system.nativecall.RootedFiles.WriteMode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the headers of an upload say.
 *
 * @param uid of the container
 * @param gid of the container
 * @param mode empty where the caller doesn't mind
 * @param modified which of these a file gets that is there already
 */
record FileOptions(
        Type type, OptionalLong uid, OptionalLong gid, OptionalInt mode, WriteMode write, Set<Attribute> modified) {
    private static final int PERMISSIONS = 0777;

    /** What a file keeps unless it is told otherwise. */
    enum Attribute {
        UID,
        GID,
        MODE
    }

    /** What is to be made. */
    enum Type {
        FILE,
        SYMLINK,
        DIRECTORY
    }

    static FileOptions of(Request request) {
        return new FileOptions(
                type(request.header("X-LXD-type").orElse("")),
                id(request.header("X-LXD-uid")),
                id(request.header("X-LXD-gid")),
                mode(request.header("X-LXD-mode")),
                write(request.header("X-LXD-write").orElse("")),
                modified(request.header("X-LXD-modify-perm").orElse("")));
    }

    private static Set<Attribute> modified(String text) {
        var attributes = EnumSet.noneOf(Attribute.class);
        for (String word : text.split(",", -1)) {
            switch (word.strip()) {
                case "" -> {}
                case "uid" -> attributes.add(Attribute.UID);
                case "gid" -> attributes.add(Attribute.GID);
                case "mode" -> attributes.add(Attribute.MODE);
                default -> throw DaemonException.invalid("Bad permission to modify: " + word.strip());
            }
        }
        return attributes;
    }

    /** What an existing file is to get; empty where it keeps its own. */
    OptionalLong newUid() {
        return modified.contains(Attribute.UID) ? uid : OptionalLong.empty();
    }

    /** See {@link #newUid}. */
    OptionalLong newGid() {
        return modified.contains(Attribute.GID) ? gid : OptionalLong.empty();
    }

    /** See {@link #newUid}. */
    OptionalInt newMode() {
        return modified.contains(Attribute.MODE) ? mode : OptionalInt.empty();
    }

    private static Type type(String text) {
        return switch (text) {
            case "", "file" -> Type.FILE;
            case "symlink" -> Type.SYMLINK;
            case "directory" -> Type.DIRECTORY;
            default -> throw DaemonException.invalid("Bad file type: " + text);
        };
    }

    private static WriteMode write(String text) {
        return switch (text) {
            case "", "overwrite" -> WriteMode.OVERWRITE;
            case "append" -> WriteMode.APPEND;
            default -> throw DaemonException.invalid("Bad file write mode: " + text);
        };
    }

    private static OptionalLong id(Optional<String> text) {
        return text.filter(digits -> digits.matches("[0-9]{1,10}"))
                .map(digits -> OptionalLong.of(Long.parseLong(digits)))
                .orElse(OptionalLong.empty());
    }

    /** A leading zero makes it octal, as in C; clients always send one. */
    private static OptionalInt mode(Optional<String> text) {
        return text.filter(digits -> digits.matches("0[0-7]{0,7}|[1-9][0-9]{0,7}"))
                .map(digits -> OptionalInt.of(Integer.parseInt(digits, digits.startsWith("0") ? 8 : 10) & PERMISSIONS))
                .orElse(OptionalInt.empty());
    }

    /** The mode of what is made. */
    int modeOr(int standard) {
        return mode.orElse(standard);
    }
}
