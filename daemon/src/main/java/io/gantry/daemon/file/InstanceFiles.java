package io.gantry.daemon.file;

import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.idmap.IdKind;
import io.gantry.system.nativecall.FileKind;
import io.gantry.system.nativecall.FileStatus;
import io.gantry.system.nativecall.RootedFiles;
import io.gantry.system.nativecall.SystemCallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Reads and changes files of instances, running or not, with owners as the instance sees them. A way such as
 * {@code /etc/passwd} never leads out of the instance. Safe for use by many threads.
 *
 * <p>Throws {@link DaemonException}: NOT_FOUND where there is no such instance or file.
 */
public final class InstanceFiles {
    private static final int BUFFER = 256 << 10;
    private static final int LONGEST_LINK = 4095;
    private static final int FILE_MODE = 0644;
    private static final int DIRECTORY_MODE = 0750;

    private final InstanceTrees trees;
    private final Events events;

    /** @param records an instance's record; NOT_FOUND where there is none */
    public InstanceFiles(
            Function<InstanceKey, InstanceRecord> records, InstanceRuntime runtime, StoragePools pools, Events events) {
        this.trees = new InstanceTrees(records, runtime, pools);
        this.events = events;
    }

    /** What was found at a way. */
    sealed interface Found {
        FileStatus status();
    }

    /** A file; whoever gets it closes the channel. */
    record FoundFile(FileStatus status, FileChannel channel) implements Found {}

    /** A link and where it leads, as an absolute way. */
    record FoundLink(FileStatus status, String target) implements Found {}

    /** A directory. */
    record FoundDirectory(FileStatus status, List<String> names) implements Found {
        FoundDirectory {
            names = List.copyOf(names);
        }
    }

    /** Work on an open tree. */
    @FunctionalInterface
    private interface Work<T> {
        T on(InstanceTree tree) throws IOException;
    }

    /** The status, with owners as in the instance; of a link, the link's own. */
    FileStatus status(InstanceKey key, String path) throws Exception {
        return with(key, tree -> translated(tree, tree.files().status(path)));
    }

    /** Opens what is at the way. */
    Found read(InstanceKey key, String path) throws Exception {
        Found found = with(key, tree -> {
            FileStatus status = translated(tree, tree.files().status(path));
            return switch (status.kind()) {
                case FILE -> new FoundFile(status, tree.files().openForReading(path));
                case LINK -> new FoundLink(status, absolute(path, tree.files().readLink(path)));
                case DIRECTORY -> new FoundDirectory(status, tree.files().list(path));
                case SPECIAL ->
                    throw DaemonException.invalid(
                            "%s in instance %s is neither a file nor a directory nor a link".formatted(path, key));
            };
        });
        tell("instance-file-retrieved", key, path);
        return found;
    }

    private static String absolute(String path, String target) {
        return Path.of(path).resolveSibling(target).normalize().toString();
    }

    /** Makes or changes what is at the way by what the stream holds. */
    void write(InstanceKey key, String path, FileOptions options, InputStream content) throws Exception {
        boolean isChanged = switch (options.type()) {
            case FILE -> writeFile(key, path, options, content);
            case SYMLINK -> makeLink(key, path, options, content);
            case DIRECTORY -> makeDirectory(key, path, options);
        };
        if (isChanged) {
            tell("instance-file-pushed", key, path);
        }
    }

    private boolean writeFile(InstanceKey key, String path, FileOptions options, InputStream content) throws Exception {
        // The identity is needed for opening only; the bytes go through the caller's own thread.
        try (InstanceTree tree = trees.open(key);
                FileChannel channel = as(key, tree, () -> open(tree, path, options))) {
            byte[] buffer = new byte[BUFFER];
            for (int length = content.read(buffer); length >= 0; length = content.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
                write(key, path, channel, bytes);
            }
            return true;
        }
    }

    private static FileChannel open(InstanceTree tree, String path, FileOptions options) throws IOException {
        RootedFiles.Opened opened = tree.files()
                .openForWriting(
                        path,
                        options.write(),
                        tree.ownership(options.uid().orElse(0), options.gid().orElse(0), options.modeOr(FILE_MODE)));
        if (!opened.isNew()) {
            try {
                modify(tree, path, options);
            } catch (IOException | RuntimeException failure) {
                opened.channel().close();
                throw failure;
            }
        }
        return opened.channel();
    }

    private static void modify(InstanceTree tree, String path, FileOptions options) throws IOException {
        if (!options.modified().isEmpty()) {
            tree.files()
                    .change(
                            path,
                            tree.toHost(IdKind.USER, options.newUid()),
                            tree.toHost(IdKind.GROUP, options.newGid()),
                            options.newMode());
        }
    }

    private static void write(InstanceKey key, String path, FileChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException full) {
            throw new DaemonException(
                    FailureCategory.CONFLICT,
                    "instance %s: cannot write to %s: %s".formatted(key, path, full.getMessage()),
                    full);
        }
    }

    private boolean makeLink(InstanceKey key, String path, FileOptions options, InputStream content) throws Exception {
        byte[] text = content.readNBytes(LONGEST_LINK + 1);
        if (text.length == 0 || text.length > LONGEST_LINK) {
            throw DaemonException.invalid("the target of the link %s has %d bytes; 1 to %d are possible"
                    .formatted(path, text.length, LONGEST_LINK));
        }
        String target = new String(text, StandardCharsets.UTF_8);
        return with(key, tree -> {
            if (isLinkTo(tree.files(), path, target)) {
                return false;
            }
            tree.files()
                    .makeLink(
                            path,
                            target,
                            tree.ownership(
                                    options.uid().orElse(0), options.gid().orElse(0), 0));
            return true;
        });
    }

    private static boolean isLinkTo(RootedFiles files, String path, String target) throws IOException {
        try {
            return files.status(path).kind() == FileKind.LINK
                    && files.readLink(path).equals(target);
        } catch (SystemCallException _) {
            // Whatever is in the way, making the link tells.
            return false;
        }
    }

    private boolean makeDirectory(InstanceKey key, String path, FileOptions options) throws Exception {
        return with(key, tree -> {
            if (tree.files().exists(path)) {
                modify(tree, path, options);
                return false;
            }
            tree.files()
                    .makeDirectory(
                            path,
                            tree.ownership(
                                    options.uid().orElse(0), options.gid().orElse(0), options.modeOr(DIRECTORY_MODE)));
            return true;
        });
    }

    /** Deletes a file, a link or an empty directory. */
    void delete(InstanceKey key, String path) throws Exception {
        with(key, tree -> {
            tree.files().remove(path);
            return true;
        });
        tell("instance-file-deleted", key, path);
    }

    private <T> T with(InstanceKey key, Work<T> work) throws Exception {
        try (InstanceTree tree = trees.open(key)) {
            return as(key, tree, () -> work.on(tree));
        }
    }

    private static <T> T as(InstanceKey key, InstanceTree tree, Callable<T> work) throws Exception {
        try {
            return tree.identity().call(work);
        } catch (SystemCallException failure) {
            throw FileFailures.of(key, failure);
        }
    }

    private static FileStatus translated(InstanceTree tree, FileStatus status) {
        return new FileStatus(
                status.kind(),
                status.permissions(),
                tree.toInstance(IdKind.USER, status.uid()),
                tree.toInstance(IdKind.GROUP, status.gid()),
                status.size(),
                status.modified());
    }

    private void tell(String action, InstanceKey key, String path) {
        events.lifecycle(action, key.url(), Map.of("path", path));
    }
}
