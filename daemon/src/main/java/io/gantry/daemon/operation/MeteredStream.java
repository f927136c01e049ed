package io.gantry.daemon.operation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a meter of what is read. */
public final class MeteredStream extends FilterInputStream {
    private final TransferMeter meter;

    public MeteredStream(InputStream in, TransferMeter meter) {
        super(in);
        this.meter = meter;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        if (one >= 0) {
            meter.add(1);
        }
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            meter.add(count);
        }
        return count;
    }
}
