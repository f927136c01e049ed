package io.gantry.daemon.image.archive;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.archive.ImageArchiveReader.Part;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.RunningCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a compressed archive while it arrives: decompressing takes longer than receiving, and little of it is
 * left when the last byte is there. Other archives are quickly looked through at the end. For one thread.
 */
public final class ArchiveWatch implements AutoCloseable {
    private final ImageArchiveReader reader;
    private final CommandRunner commands;
    private final Part part;
    private final ByteArrayOutputStream start = new ByteArrayOutputStream(ImageFormat.MAGIC);
    private boolean isDecided;
    private final AtomicLong received = new AtomicLong();
    private @Nullable RunningCommand decompressor;
    private @Nullable OutputStream input;
    private @Nullable FutureTask<ArchiveContents> look;

    ArchiveWatch(ImageArchiveReader reader, CommandRunner commands, Part part) {
        this.reader = reader;
        this.commands = commands;
        this.part = part;
    }

    /** Takes the next bytes of the archive. Whatever is wrong with them is told at the {@link #end}. */
    public void write(byte[] bytes, int offset, int length) {
        received.addAndGet(length);
        if (isDecided) {
            feed(bytes, offset, length);
            return;
        }
        start.write(bytes, offset, length);
        if (start.size() >= ImageFormat.MAGIC) {
            isDecided = true;
            byte[] first = start.toByteArray();
            List<String> words =
                    ImageFormat.of(first).map(ImageFormat::decompressor).orElse(List.of());
            if (!words.isEmpty()) {
                begin(words);
                feed(first, 0, first.length);
            }
        }
    }

    private void begin(List<String> words) {
        RunningCommand running;
        try {
            running = commands.start(ImageArchiveReader.decompressor(words));
        } catch (CommandException missing) {
            // Reading the file at the end fails in the same way, and says so.
            return;
        }
        var task = new FutureTask<>(() -> reader.scan(running, part, received::get));
        decompressor = running;
        input = running.input();
        look = task;
        Thread.ofVirtual().name("archive watch").start(task);
    }

    private void feed(byte[] bytes, int offset, int length) {
        if (input != null) {
            try {
                input.write(bytes, offset, length);
            } catch (IOException _) {
                // It has seen enough: what it found says why.
                input = null;
            }
        }
    }

    /**
     * What was found; all bytes were written.
     *
     * @param archive where they are by now
     * @throws DaemonException INVALID_REQUEST where the archive is broken or not safe
     */
    public ArchiveContents end(Path archive) throws InterruptedException {
        if (look == null) {
            return reader.read(archive, part);
        }
        closeInput();
        try {
            return look.get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case DaemonException known -> throw known;
                case CommandException broken -> throw ImageArchiveReader.broken(broken);
                case IOException broken -> throw ImageArchiveReader.broken(broken);
                case null, default -> throw new IllegalStateException("looking through " + archive, failure);
            }
        }
    }

    private void closeInput() {
        if (input != null) {
            try {
                input.close();
            } catch (IOException _) {
                // It has ended already.
            }
            input = null;
        }
    }

    /** Ends the look, finished or not. */
    @Override
    public void close() {
        if (decompressor != null) {
            decompressor.close();
        }
    }
}
