package io.gantry.system.attach;

import io.gantry.system.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A program on a terminal, which the helper made. */
final class HelperTerminal extends HelperProgram implements AttachedTerminal {
    private static final int LARGEST_FRAME = 0xffff;

    HelperTerminal(RunningCommand command, ChildSignal child) {
        super(command, child);
    }

    @Override
    public void type(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte[] some = new byte[Math.min(bytes.remaining(), LARGEST_FRAME)];
            bytes.get(some);
            frame('d', some);
        }
    }

    @Override
    public void resize(WindowSize size) throws IOException {
        frame(
                'w',
                ByteBuffer.allocate(4)
                        .putShort((short) size.columns())
                        .putShort((short) size.rows())
                        .array());
    }

    @Override
    public void hangUp() throws IOException {
        command().input().close();
    }

    @Override
    public InputStream output() {
        return command().output();
    }

    private void frame(char kind, byte[] body) throws IOException {
        byte[] frame = ByteBuffer.allocate(3 + body.length)
                .put((byte) kind)
                .putShort((short) body.length)
                .put(body)
                .array();
        OutputStream out = command().input();
        synchronized (this) {
            out.write(frame);
            out.flush();
        }
    }
}
