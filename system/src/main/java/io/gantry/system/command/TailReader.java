package io.gantry.system.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a stream to its end and keeps only its last part. */
final class TailReader {
    private static final int TAIL = 8 << 10;

    private TailReader() {}

    static String tailOf(InputStream stream) throws IOException {
        byte[] kept = new byte[0];
        byte[] buffer = new byte[TAIL];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            byte[] joined = Arrays.copyOf(kept, kept.length + count);
            System.arraycopy(buffer, 0, joined, kept.length, count);
            kept = joined.length <= TAIL ? joined : Arrays.copyOfRange(joined, joined.length - TAIL, joined.length);
        }
        return new String(kept, StandardCharsets.UTF_8);
    }
}
