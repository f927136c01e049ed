package io.gantry.daemon.image.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that reading failed, for a stream that is read by a thread of its own. For one reader; the failure may be
 * asked for by another thread when the reader has ended.
 */
public final class ReadFailure extends FilterInputStream {
    private volatile @Nullable IOException failure;

    public ReadFailure(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException broken) {
            failure = broken;
            throw broken;
        }
    }

    public void rethrow() throws IOException {
        IOException broken = failure;
        if (broken != null) {
            throw broken;
        }
    }
}
