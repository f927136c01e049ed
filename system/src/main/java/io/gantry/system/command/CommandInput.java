package io.gantry.system.command;

import java.io.InputStream;
import java.nio.file.Path;

/** What a command reads from its standard input. */
public sealed interface CommandInput {
    /** Nothing: the command sees the end of file at once. */
    record Empty() implements CommandInput {}

    /** A text, in UTF-8. */
    record Text(String text) implements CommandInput {}

    /** A file, opened by the command itself, so that its bytes don't pass through this process. */
    record FromFile(Path file) implements CommandInput {}

    /** A stream, read to its end; the runner doesn't close it. */
    record FromStream(InputStream stream) implements CommandInput {}
}
