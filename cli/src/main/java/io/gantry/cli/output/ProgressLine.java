package io.gantry.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One line on a terminal that is written over and over. On anything else than a terminal it shows nothing.
 *
 * <p>Safe for use by several threads.
 */
public final class ProgressLine {
    private final OutputStream out;
    private final boolean shows;
    private int width;

    /**
     * @param shows whether {@code out} is a terminal and the user did not ask for quiet
     */
    public ProgressLine(OutputStream out, boolean shows) {
        this.out = out;
        this.shows = shows;
    }

    public boolean shows() {
        return shows;
    }

    /** Replaces what is shown. */
    public synchronized void show(String text) {
        if (!shows) {
            return;
        }
        int newWidth = DisplayWidth.of(text);
        write("\r" + text + " ".repeat(Math.max(0, width - newWidth)));
        width = newWidth;
    }

    /** Removes what is shown, so that other output can follow. */
    public synchronized void clear() {
        if (shows && width > 0) {
            write("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // Progress is a courtesy; the terminal that went away shows in the next real output.
        }
    }
}
