package io.gantry.daemon;

import io.gantry.daemon.program.ActivateIfNeeded;
import io.gantry.daemon.program.Arguments;
import io.gantry.daemon.program.DaemonHelp;
import io.gantry.daemon.program.ShutDown;
import io.gantry.daemon.program.UsageException;
import io.gantry.daemon.program.WaitReady;
import io.gantry.daemon.program.init.InitCommand;
import java.nio.file.Path;
import java.util.List;

/** The program {@code lxd}: the daemon in the foreground, and the sub-commands that speak with it. */
public final class Main {
    private static final String DEFAULT_DIRECTORY = "/var/lib/lxd";

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> line) {
        try {
            // Some service files pass the group as an empty argument.
            run(
                    new Arguments(line.stream()
                            .filter(argument -> !argument.isEmpty())
                            .toList()),
                    directory());
            return 0;
        } catch (UsageException e) {
            System.err.println("Error: " + e.getMessage() + "; see lxd help");
            return 1;
        } catch (InterruptedException e) {
            return 1;
        } catch (Exception e) {
            System.err.println("Error: " + (e.getMessage() == null ? e : e.getMessage()));
            return 1;
        }
    }

    private static void run(Arguments arguments, Path directory) throws Exception {
        switch (arguments.command()) {
            case "" -> ForegroundDaemon.run(arguments, directory);
            case "init" -> InitCommand.run(arguments, directory);
            case "waitready" -> WaitReady.run(arguments, directory);
            case "shutdown" -> ShutDown.run(arguments, directory);
            case "activateifneeded" -> ActivateIfNeeded.run(directory);
            case "version" -> System.out.println(DaemonHelp.VERSION);
            case "help" -> System.out.print(DaemonHelp.TEXT);
            default -> throw new UsageException("there is no command \"" + arguments.command() + "\"");
        }
    }

    private static Path directory() {
        String chosen = System.getenv("LXD_DIR");
        Path directory = Path.of(chosen == null || chosen.isEmpty() ? DEFAULT_DIRECTORY : chosen);
        return directory.toAbsolutePath().normalize();
    }
}
