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
    FileStatus status(InstanceKey key, String way) throws Exception {
        return with(key, tree -> translated(tree, tree.files().status(way)));
    }

    /** Opens what is at the way. */
    Found read(InstanceKey key, String way) throws Exception {
        Found found = with(key, tree -> {
            FileStatus status = translated(tree, tree.files().status(way));
            return switch (status.kind()) {
                case FILE -> new FoundFile(status, tree.files().openForReading(way));
                case LINK -> new FoundLink(status, absolute(way, tree.files().readLink(way)));
                case DIRECTORY -> new FoundDirectory(status, tree.files().list(way));
                case SPECIAL ->
                    throw DaemonException.invalid(
                            "%s in instance %s is neither a file nor a directory nor a link".formatted(way, key));
            };
        });
        tell("instance-file-retrieved", key, way);
        return found;
    }

    private static String absolute(String way, String target) {
        return Path.of(way).resolveSibling(target).normalize().toString();
    }

    /** Makes or changes what is at the way by what the stream holds. */
    void write(InstanceKey key, String way, FileTerms terms, InputStream content) throws Exception {
        boolean isChanged = switch (terms.type()) {
            case FILE -> writeFile(key, way, terms, content);
            case SYMLINK -> makeLink(key, way, terms, content);
            case DIRECTORY -> makeDirectory(key, way, terms);
        };
        if (isChanged) {
            tell("instance-file-pushed", key, way);
        }
    }

    private boolean writeFile(InstanceKey key, String way, FileTerms terms, InputStream content) throws Exception {
        // The identity is needed for opening only; the bytes go through the caller's own thread.
        try (InstanceTree tree = trees.open(key);
                FileChannel channel = as(key, tree, () -> open(tree, way, terms))) {
            byte[] buffer = new byte[BUFFER];
            for (int length = content.read(buffer); length >= 0; length = content.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
                write(key, way, channel, bytes);
            }
            return true;
        }
    }

    private static FileChannel open(InstanceTree tree, String way, FileTerms terms) throws IOException {
        RootedFiles.Opened opened = tree.files()
                .openForWriting(
                        way,
                        terms.write(),
                        tree.ownership(terms.uid().orElse(0), terms.gid().orElse(0), terms.modeOr(FILE_MODE)));
        if (!opened.isNew()) {
            try {
                modify(tree, way, terms);
            } catch (IOException | RuntimeException failure) {
                opened.channel().close();
                throw failure;
            }
        }
        return opened.channel();
    }

    private static void modify(InstanceTree tree, String way, FileTerms terms) throws IOException {
        if (!terms.modified().isEmpty()) {
            tree.files()
                    .change(
                            way,
                            tree.toHost(IdKind.USER, terms.newUid()),
                            tree.toHost(IdKind.GROUP, terms.newGid()),
                            terms.newMode());
        }
    }

    private static void write(InstanceKey key, String way, FileChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException full) {
            throw new DaemonException(
                    FailureCategory.CONFLICT,
                    "instance %s: cannot write to %s: %s".formatted(key, way, full.getMessage()),
                    full);
        }
    }

    private boolean makeLink(InstanceKey key, String way, FileTerms terms, InputStream content) throws Exception {
        byte[] text = content.readNBytes(LONGEST_LINK + 1);
        if (text.length == 0 || text.length > LONGEST_LINK) {
            throw DaemonException.invalid("the target of the link %s has %d bytes; 1 to %d are possible"
                    .formatted(way, text.length, LONGEST_LINK));
        }
        String target = new String(text, StandardCharsets.UTF_8);
        return with(key, tree -> {
            if (isLinkTo(tree.files(), way, target)) {
                return false;
            }
            tree.files()
                    .makeLink(
                            way,
                            target,
                            tree.ownership(terms.uid().orElse(0), terms.gid().orElse(0), 0));
            return true;
        });
    }

    private static boolean isLinkTo(RootedFiles files, String way, String target) throws IOException {
        try {
            return files.status(way).kind() == FileKind.LINK
                    && files.readLink(way).equals(target);
        } catch (SystemCallException _) {
            // Whatever is in the way, making the link tells.
            return false;
        }
    }

    private boolean makeDirectory(InstanceKey key, String way, FileTerms terms) throws Exception {
        return with(key, tree -> {
            if (tree.files().exists(way)) {
                modify(tree, way, terms);
                return false;
            }
            tree.files()
                    .makeDirectory(
                            way,
                            tree.ownership(terms.uid().orElse(0), terms.gid().orElse(0), terms.modeOr(DIRECTORY_MODE)));
            return true;
        });
    }

    /** Deletes a file, a link or an empty directory. */
    void delete(InstanceKey key, String way) throws Exception {
        with(key, tree -> {
            tree.files().remove(way);
            return true;
        });
        tell("instance-file-deleted", key, way);
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

    private void tell(String action, InstanceKey key, String way) {
        events.lifecycle(action, key.url(), Map.of("path", way));
    }
}
