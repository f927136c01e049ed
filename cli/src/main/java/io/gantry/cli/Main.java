package io.gantry.cli;

import io.gantry.cli.remotes.ConfiguredRemotes;
import io.gantry.cli.terminal.SystemTerminal;
import java.nio.file.Path;
import java.util.List;

/** The program {@code lxc}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = new Cli(ConfiguredRemotes::open)
                .run(List.of(arguments), System.getenv(), Path.of("").toAbsolutePath(), new SystemTerminal());
        System.exit(status);
    }
}
