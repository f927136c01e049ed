package io.gantry.daemon.log;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Where all loggers of the program write. There is one for the program, since loggers are made by classes; it can be
 * opened once, before which warnings go to standard error. Safe for use by many threads: a line is written whole.
 */
public final class Log {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());
    private static final Log PROGRAM = new Log(System.err, Level.WARN, InstantSource.system());

    private final InstantSource clock;
    private volatile PrintStream out;
    private volatile Level lowest;
    private volatile @Nullable LogListener listener;

    Log(PrintStream out, Level lowest, InstantSource clock) {
        this.out = out;
        this.lowest = lowest;
        this.clock = clock;
    }

    /** The log of this program. */
    public static Log ofProgram() {
        return PROGRAM;
    }

    /** Writes lines of at least this level to {@code out} from now on. */
    public void open(PrintStream newOut, Level newLowest) {
        out = newOut;
        lowest = newLowest;
    }

    /** Tells a listener of all that is logged, of the level debug and above, in place of the one before. */
    public void tell(LogListener newListener) {
        listener = newListener;
    }

    boolean isEnabled(Level level) {
        return isWritten(level) || hearer(level) != null;
    }

    /** Who hears of a line of this level now. */
    private @Nullable LogListener hearer(Level level) {
        LogListener told = listener;
        return told != null && level.toInt() >= Level.DEBUG.toInt() && told.isListening() ? told : null;
    }

    private boolean isWritten(Level level) {
        return level.toInt() >= lowest.toInt();
    }

    void write(Level level, String logger, String message, Map<String, String> context, @Nullable Throwable failure) {
        if (isWritten(level)) {
            var line = new StringBuilder(TIME.format(clock.instant()));
            line.append(' ')
                    .append(level)
                    .append(' ')
                    .append(logger)
                    .append(": ")
                    .append(message);
            context.forEach(
                    (name, value) -> line.append(' ').append(name).append('=').append(value));
            synchronized (this) {
                out.println(line);
                if (failure != null) {
                    failure.printStackTrace(out);
                }
            }
        }
        LogListener told = hearer(level);
        if (told != null) {
            told.logged(level, message, context);
        }
    }
}
