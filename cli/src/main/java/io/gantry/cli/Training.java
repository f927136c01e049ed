package io.gantry.cli;

import io.gantry.cli.remotes.ConfiguredRemotes;
import io.gantry.cli.terminal.SystemTerminal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the command lines on standard input in one process, words apart by spaces. The build records the client's
 * start-up cache with it: recorded from a single command, the cache would hold the classes of that one only.
 */
public final class Training {
    private Training() {}

    public static void main(String[] arguments) throws java.io.IOException {
        // All are read before the first is run, since commands read standard input too.
        List<String> lines = new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        var cli = new Cli(ConfiguredRemotes::open);
        for (String line : lines) {
            int status = cli.run(
                    List.of(line.split(" ", -1)), System.getenv(), Path.of("").toAbsolutePath(), new SystemTerminal());
            System.err.println("trained: " + line + " (" + status + ")");
        }
    }
}
