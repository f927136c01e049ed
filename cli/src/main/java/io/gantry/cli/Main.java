package io.gantry.cli;

import io.gantry.cli.terminal.SystemTerminal;
import java.nio.file.Path;
import java.util.List;

/** The program {@code lxc}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = new Cli().run(List.of(arguments), System.getenv(), Path.of("").toAbsolutePath(), new SystemTerminal());
        // Threads of connections that are still open must not hold the program up.
        Runtime.getRuntime().halt(status);
    }
}
