package io.gantry.system.command;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command that ended well has written. Immutable. */
public final class CommandOutput {
    private final byte[] bytes;
    private final String errors;

    public CommandOutput(byte[] bytes, String errors) {
        this.bytes = bytes.clone();
        this.errors = errors;
    }

    /** Output that consists of a text; for fakes. */
    public static CommandOutput of(String text) {
        return new CommandOutput(text.getBytes(StandardCharsets.UTF_8), "");
    }

    /** Standard output, read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The lines of standard output, without their ends. */
    public List<String> lines() {
        return text().lines().toList();
    }

    /** Standard output as it was written. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The tail of standard error. */
    public String errors() {
        return errors;
    }
}
