package io.gantry.daemon.metadata;

import io.gantry.api.ImageMetadata;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.MetadataYaml;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.Volume;
import io.gantry.system.nativecall.Errno;
import io.gantry.system.nativecall.FileKind;
import io.gantry.system.nativecall.RootedFiles;
import io.gantry.system.nativecall.RootedFiles.Ownership;
import io.gantry.system.nativecall.RootedFiles.WriteMode;
import io.gantry.system.nativecall.SystemCallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads and changes {@code metadata.yaml} and the templates of instances, running or not. Both came with an image, so
 * that no link among them is followed. Safe for use by many threads.
 *
 * <p>All methods throw {@link DaemonException}: NOT_FOUND where there is no such instance or template, CONFLICT where
 * something else is being done with the instance.
 */
public final class InstanceMetadata {
    private static final String TEMPLATES = "templates";
    private static final Ownership FILE = new Ownership(0, 0, 0644);
    private static final Ownership FOLDER = new Ownership(0, 0, 0711);

    /** The largest template that is ever used, in bytes. */
    private static final int LARGEST = 1 << 20;

    private final Instances instances;
    private final InstanceLocks locks;
    private final StoragePools pools;
    private final Events events;

    public InstanceMetadata(Instances instances, InstanceLocks locks, StoragePools pools, Events events) {
        this.instances = instances;
        this.locks = locks;
        this.pools = pools;
        this.events = events;
    }

    /** The metadata; empty fields where the instance has none. */
    ImageMetadata read(InstanceKey key) {
        ImageMetadata metadata = on(
                key,
                volume ->
                        MetadataYaml.readFrom(volume).orElseGet(() -> new ImageMetadata("", 0, 0, Map.of(), Map.of())));
        tell("instance-metadata-retrieved", key, Map.of());
        return metadata;
    }

    /**
     * Replaces the metadata as a whole: whoever reads it gets the old or the new one.
     *
     * @param change makes the new metadata of the present one
     */
    void change(InstanceKey key, Function<ImageMetadata, ImageMetadata> change) {
        changing(key, volume -> {
            ImageMetadata now =
                    MetadataYaml.readFrom(volume).orElseGet(() -> new ImageMetadata("", 0, 0, Map.of(), Map.of()));
            byte[] text = MetadataYaml.write(change.apply(now)).getBytes(StandardCharsets.UTF_8);
            if (text.length > LARGEST) {
                throw DaemonException.invalid("the metadata of " + key + " would be larger than 1MiB");
            }
            replace(volume, text);
            return true;
        });
        tell("instance-metadata-updated", key, Map.of());
    }

    /** The names of the templates, sorted. */
    List<String> templates(InstanceKey key) {
        return on(key, volume -> {
            try (RootedFiles files = RootedFiles.beneath(volume, TEMPLATES)) {
                return files.list("/");
            } catch (SystemCallException e) {
                if (e.is(Errno.ENOENT)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    /** The content of a template. */
    byte[] template(InstanceKey key, String name) {
        requireName(name);
        byte[] content = on(key, volume -> {
            try (RootedFiles files = folder(key, volume, name)) {
                requireTemplate(files, key, name);
                try (FileChannel file = files.openForReading("/" + name);
                        InputStream in = Channels.newInputStream(file)) {
                    return bounded(in.readNBytes(LARGEST + 1), name);
                }
            }
        });
        tell("instance-metadata-template-retrieved", key, Map.of("path", name));
        return content;
    }

    /** Writes a template; one of this name is replaced. */
    void write(InstanceKey key, String name, InputStream content) throws IOException {
        requireName(name);
        byte[] bytes = bounded(content.readNBytes(LARGEST + 1), name);
        changing(key, volume -> {
            try (RootedFiles whole = RootedFiles.at(volume)) {
                if (!Files.exists(volume.resolve(TEMPLATES), LinkOption.NOFOLLOW_LINKS)) {
                    whole.makeDirectory("/" + TEMPLATES, FOLDER);
                }
            }
            try (RootedFiles files = folder(key, volume, name)) {
                if (find(files, name).isPresent()) {
                    requireTemplate(files, key, name);
                }
                try (FileChannel file = files.openForWriting("/" + name, WriteMode.OVERWRITE, FILE)
                        .channel()) {
                    var left = ByteBuffer.wrap(bytes);
                    while (left.hasRemaining()) {
                        file.write(left);
                    }
                }
            }
            return true;
        });
        tell("instance-metadata-template-created", key, Map.of("path", name));
    }

    void delete(InstanceKey key, String name) {
        requireName(name);
        changing(key, volume -> {
            try (RootedFiles files = folder(key, volume, name)) {
                requireTemplate(files, key, name);
                files.remove("/" + name);
            }
            return true;
        });
        tell("instance-metadata-template-deleted", key, Map.of("path", name));
    }

    private static RootedFiles folder(InstanceKey key, Path volume, String name) {
        try {
            return RootedFiles.beneath(volume, TEMPLATES);
        } catch (SystemCallException e) {
            if (e.is(Errno.ENOENT)) {
                throw missing(key, name);
            }
            throw e;
        }
    }

    private static void requireTemplate(RootedFiles files, InstanceKey key, String name) throws IOException {
        FileKind kind = find(files, name).orElseThrow(() -> missing(key, name));
        if (kind != FileKind.FILE) {
            throw DaemonException.invalid("Template \"" + name + "\" of " + key + " is not a regular file");
        }
    }

    private static Optional<FileKind> find(RootedFiles files, String name) throws IOException {
        try {
            return Optional.of(files.status("/" + name).kind());
        } catch (SystemCallException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static DaemonException missing(InstanceKey key, String name) {
        return DaemonException.notFound("Template \"" + name + "\" not found in instance " + key);
    }

    private static void requireName(String name) {
        if (name.isEmpty()) {
            throw DaemonException.invalid("missing path argument: it names the template");
        }
        if (name.contains("/") || name.equals(".") || name.equals("..") || name.indexOf(0) >= 0) {
            throw DaemonException.invalid("Invalid template filename: \"" + name + "\" is not a name without slashes");
        }
    }

    private static byte[] bounded(byte[] content, String name) {
        if (content.length > LARGEST) {
            throw DaemonException.invalid("Template \"" + name + "\" is larger than 1MiB");
        }
        return content;
    }

    /** The new file takes the place of whatever had the name, be it a link. */
    private static void replace(Path volume, byte[] text) throws IOException {
        Path target = volume.resolve(MetadataYaml.FILE);
        Path next = volume.resolve(MetadataYaml.FILE + ".new");
        Files.deleteIfExists(next);
        try (RootedFiles files = RootedFiles.at(volume);
                FileChannel file = files.openForWriting("/" + next.getFileName(), WriteMode.OVERWRITE, FILE)
                        .channel()) {
            var left = ByteBuffer.wrap(text);
            while (left.hasRemaining()) {
                file.write(left);
            }
            file.force(true);
        }
        Files.move(next, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** Work on the directory of an instance's volume. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Path volume) throws IOException;
    }

    private <T> T changing(InstanceKey key, Work<T> work) {
        instances.find(key);
        try (var _ = locks.acquire(key, "update")) {
            return on(key, work);
        }
    }

    private <T> T on(InstanceKey key, Work<T> work) {
        InstanceRecord record = instances.find(key).record();
        Volume volume = Volume.container(record.pool(), key.project(), key.name());
        try (MountedVolume mounted = pools.started(record.pool()).volumes().mount(volume)) {
            return work.on(mounted.path());
        } catch (SystemCallException e) {
            FailureCategory category = e.is(Errno.ELOOP) || e.is(Errno.ENOTDIR) || e.is(Errno.ENAMETOOLONG)
                    ? FailureCategory.INVALID_REQUEST
                    : FailureCategory.INTERNAL;
            throw new DaemonException(category, "the templates of instance " + key + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the metadata of instance " + key + ": " + e.getMessage(), e);
        }
    }

    private void tell(String action, InstanceKey key, Map<String, Object> context) {
        events.lifecycle(action, key.url(), context);
    }
}
