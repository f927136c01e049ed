package io.gantry.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What the client tells of its own work with {@code --debug} and {@code --verbose}: lines such as
 * {@code time="2024-05-01T10:00:00Z" level=debug msg="Sending request to LXD" method=GET}, as LXD's client writes them.
 * Safe for use by several threads.
 */
public final class LogLines {
    private final OutputStream out;
    private final Level least;
    private final InstantSource clock;
    private final ZoneId zone;

    /** How much a line matters; the later ones are for those who want to know more. */
    public enum Level {
        WARNING,
        INFO,
        DEBUG
    }

    /** @param least lines that matter less than this are not written */
    public LogLines(OutputStream out, Level least, InstantSource clock, ZoneId zone) {
        this.out = out;
        this.least = least;
        this.clock = clock;
        this.zone = zone;
    }

    public boolean shows(Level level) {
        return level.compareTo(least) <= 0;
    }

    public void info(String message) {
        write(Level.INFO, message, Map.of());
    }

    public void debug(String message) {
        write(Level.DEBUG, message, Map.of());
    }

    /** @param fields what else there is to know, in the order in which it is written */
    public void debug(String message, Map<String, String> fields) {
        write(Level.DEBUG, message, fields);
    }

    private synchronized void write(Level level, String message, Map<String, String> fields) {
        if (!shows(level)) {
            return;
        }
        var line = new StringBuilder("time=\"")
                .append(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).atZone(zone)))
                .append("\" level=")
                .append(level == Level.DEBUG ? "debug" : level == Level.INFO ? "info" : "warning")
                .append(" msg=")
                .append(quoted(message));
        fields.forEach((name, value) ->
                line.append(' ').append(name).append('=').append(isPlain(value) ? value : quoted(value)));
        try {
            out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // Nobody is there to read it, which is no reason to leave the work.
        }
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> (c < 0x80 && Character.isLetterOrDigit(c)) || "-._/@^+".indexOf(c) >= 0);
    }

    private static String quoted(String value) {
        var text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        text.append(String.format("\\x%02x", c));
                    } else {
                        text.append((char) c);
                    }
                }
            }
        });
        return text.append('"').toString();
    }
}
