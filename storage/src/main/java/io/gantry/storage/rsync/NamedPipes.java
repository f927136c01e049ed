package io.gantry.storage.rsync;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two named pipes between this process and rsync's remote shell.
 *
 * <p>Opening one end of a named pipe waits for the other, and a shell that never comes would let us wait for ever.
 * So both pipes are first held open in both directions. With its first byte the shell has opened both: the one from it is
 * let go then, and the one to it when we have said all as well, which may be before. Both are let go when rsync has ended.
 */
final class NamedPipes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NamedPipes.class);

    private final Path incoming;
    private final Path outgoing;
    private final RandomAccessFile incomingHold;
    private final RandomAccessFile outgoingHold;
    private final InputStream fromShell;
    private final OutputStream toShell;
    private boolean isShellThere;
    private boolean isAllSaid;

    NamedPipes(CommandRunner runner, Path folder) throws IOException {
        incoming = folder.resolve("from-rsync");
        outgoing = folder.resolve("to-rsync");
        runner.run(Command.of("mkfifo", "-m", "600", incoming.toString(), outgoing.toString()));
        incomingHold = new RandomAccessFile(incoming.toFile(), "rw");
        outgoingHold = new RandomAccessFile(outgoing.toFile(), "rw");
        fromShell = new ReleasingStream(new FileInputStream(incoming.toFile()));
        toShell = new HoldingStream(new FileOutputStream(outgoing.toFile()));
    }

    /** The remote shell's command line, as rsync's option {@code -e} reads it. */
    String remoteShell() {
        // rsync ends when its remote shell does, so the shell has to be the part that hears the other end's end. The
        // other part gets its input by another number: what a shell starts in the background has none of its own.
        return "sh -c \"exec 3<&0 4<'%s'; cat <&3 > '%s' 4<&- & exec cat <&4 3<&-\"".formatted(outgoing, incoming);
    }

    InputStream fromShell() {
        return fromShell;
    }

    OutputStream toShell() {
        return toShell;
    }

    /** Lets the pipes end with the shell's ends. */
    void release() {
        closeQuietly(incomingHold);
        closeQuietly(outgoingHold);
    }

    private synchronized void shellIsThere() {
        if (!isShellThere) {
            isShellThere = true;
            closeQuietly(incomingHold);
            endIfAllIsSaid();
        }
    }

    private synchronized void allIsSaid() {
        isAllSaid = true;
        endIfAllIsSaid();
    }

    private void endIfAllIsSaid() {
        if (isShellThere && isAllSaid) {
            closeQuietly(outgoingHold);
        }
    }

    @Override
    public void close() {
        release();
        closeQuietly(fromShell);
        closeQuietly(toShell);
    }

    /** Removes the pipes and their folder. */
    static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve("from-rsync"));
            Files.deleteIfExists(folder.resolve("to-rsync"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("cannot remove the pipes of an rsync transfer in {}: {}", folder, e.getMessage());
        }
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            LOG.debug("closing a pipe of an rsync transfer: {}", e.getMessage());
        }
    }

    private final class ReleasingStream extends FilterInputStream {
        ReleasingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            shellIsThere();
            return octet;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            shellIsThere();
            return count;
        }
    }

    private final class HoldingStream extends FilterOutputStream {
        HoldingStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            super.close();
            allIsSaid();
        }
    }
}
