package io.gantry.daemon.migration.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.storage.IncomingVolume;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.OutgoingVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A driver whose streams are texts that say what they would hold. Nothing else works. For one thread. */
final class RecordedStreams implements StorageDriver, OptimizedTransfer {
    private final List<String> events = new ArrayList<>();
    private final Map<Volume, List<VolumePart>> parts = new HashMap<>();
    private boolean readsAll = true;

    /** Gives a volume these parts. */
    RecordedStreams with(Volume volume, VolumePart... ofVolume) {
        parts.put(volume, List.of(ofVolume));
        return this;
    }

    /** Streams are left after their first octet, as btrfs leaves what follows its last command. */
    RecordedStreams leavingTheRest() {
        readsAll = false;
        return this;
    }

    /** What happened, in its order. */
    List<String> events() {
        return events;
    }

    @Override
    public List<VolumePart> parts(Volume volume) {
        return parts.getOrDefault(volume, List.of());
    }

    @Override
    public Optional<String> origin(Volume snapshot) {
        return Optional.empty();
    }

    @Override
    public OutgoingVolume send(Volume volume) {
        events.add("freeze " + volume);
        return new OutgoingVolume() {
            @Override
            public List<VolumePart> parts() {
                return RecordedStreams.this.parts(volume);
            }

            @Override
            public void writePart(VolumePart part, @Nullable Volume base, OutputStream stream) {
                try {
                    stream.write((part.path() + " of " + volume + " since " + base).getBytes(UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                events.add("let go " + volume);
            }
        };
    }

    @Override
    public IncomingVolume receive(Volume target) {
        events.add("receive " + target);
        return new IncomingVolume() {
            @Override
            public void readPart(Volume volume, VolumePart part, InputStream stream) {
                try {
                    byte[] content = readsAll ? stream.readAllBytes() : stream.readNBytes(1);
                    events.add("%s of %s: %s".formatted(part.path(), volume, new String(content, UTF_8)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void commit(Adaptation adaptation) {
                events.add("commit, changed: " + adaptation.adapt(target, Path.of("/nowhere")));
            }

            @Override
            public void close() {
                events.add("drop the rest");
            }
        };
    }

    @Override
    public String name() {
        return "recorded";
    }

    @Override
    public void create(Volume volume) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clone(Volume source, Volume target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void snapshot(Volume snapshot) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restore(Volume snapshot) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rename(Volume volume, Volume newName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Volume volume) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MountedVolume mount(Volume volume) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path path(Volume volume) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean exists(Volume volume) {
        return parts.containsKey(volume);
    }

    @Override
    public List<String> snapshots(Volume volume) {
        return List.of();
    }

    @Override
    public OptionalLong usage(Volume volume) {
        return OptionalLong.empty();
    }
}
