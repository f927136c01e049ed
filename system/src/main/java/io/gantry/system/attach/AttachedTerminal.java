package io.gantry.system.attach;

import io.gantry.system.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A program on a terminal of its container. Closing hangs up and kills it if it still runs. One thread may type
 * while another resizes and a third reads.
 */
public final class AttachedTerminal implements Attached {
    private static final int LARGEST_FRAME = 0xffff;

    private final RunningCommand command;
    private final ChildSignal child;

    AttachedTerminal(RunningCommand command, ChildSignal child) {
        this.command = command;
        this.child = child;
    }

    /** Types these bytes. */
    public void type(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte[] some = new byte[Math.min(bytes.remaining(), LARGEST_FRAME)];
            bytes.get(some);
            frame('d', some);
        }
    }

    public void resize(WindowSize size) throws IOException {
        frame(
                'w',
                ByteBuffer.allocate(4)
                        .putShort((short) size.columns())
                        .putShort((short) size.rows())
                        .array());
    }

    /** Hangs up: the program gets SIGHUP and the end of file. */
    public void hangUp() throws IOException {
        command.input().close();
    }

    /** What the terminal shows. */
    public InputStream output() {
        return command.output();
    }

    @Override
    public void signal(int number) {
        child.send(number);
    }

    @Override
    public int waitFor() {
        return command.waitFor();
    }

    @Override
    public void abandon() {
        child.send(ChildSignal.KILL);
    }

    @Override
    public void close() {
        child.killNow();
        command.close();
    }

    private void frame(char kind, byte[] body) throws IOException {
        byte[] frame = ByteBuffer.allocate(3 + body.length)
                .put((byte) kind)
                .putShort((short) body.length)
                .put(body)
                .array();
        OutputStream out = command.input();
        synchronized (this) {
            out.write(frame);
            out.flush();
        }
    }
}
