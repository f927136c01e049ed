package io.gantry.system.lxc;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * liblxc's programs on containers of one lxcpath. The path as a text is part of a container's identity: it has to
 * be absolute, and the same for a container's whole life. They reach only containers that were started in the
 * network namespace of this process. Safe for use by many threads.
 */
public final class LxcTools {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(10);
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(30);

    private final CommandRunner runner;
    private final Path lxcPath;

    public LxcTools(CommandRunner runner, Path lxcPath) {
        this.runner = runner;
        this.lxcPath = lxcPath.toAbsolutePath();
    }

    /**
     * Starts a container from a configuration file; its init runs when this returns. The monitor that stays behind is
     * no child of this process and outlives it.
     *
     * @param logFile where the configuration tells liblxc to log; the reason of a failure is only there
     * @throws LxcException with the reason
     */
    public void start(String name, Path configuration, Path logFile) {
        try {
            // Whoever started the daemon may have had signals ignored, which all of the container would inherit.
            var arguments = new ArrayList<>(List.of("--default-signal", "lxc-start"));
            arguments.addAll(command("lxc-start", name, "-d", "-f", configuration.toString())
                    .arguments());
            runner.run(Command.of("env", arguments).withLimit(START_LIMIT));
        } catch (CommandFailedException failure) {
            String reason = LxcLog.reason(logFile).orElse(failure.errors().strip());
            throw new LxcException(reason.isEmpty() ? failure.toString() : reason, failure);
        }
    }

    /** The container's init as the host sees it; empty where the container does not run. */
    public OptionalLong initPid(String name) {
        try {
            String text = runner.run(command("lxc-info", name, "-p", "-H").withLimit(ASK_LIMIT))
                    .text()
                    .strip();
            return text.isEmpty() || text.equals("-1") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (CommandFailedException | NumberFormatException e) {
            // That is how lxc-info says that there is no such container.
            return OptionalLong.empty();
        }
    }

    /** Asks the container's init to shut down; does not wait for it. */
    public void requestShutdown(String name) {
        change("lxc-stop", name, "--nokill", "--nowait");
    }

    /** Ends all processes of a container. */
    public void kill(String name) {
        change("lxc-stop", name, "--kill");
    }

    /** Whether liblxc takes a text as configuration of a container: knows its keys, and can read their values. */
    public boolean isConfiguration(String text) {
        try {
            Path file = Files.createTempFile("lxc-", ".conf");
            try {
                Files.writeString(file, text.endsWith("\n") ? text : text + "\n");
                runner.run(command("lxc-info", "none", "-q", "--rcfile=" + file, "-c", "lxc.uts.name")
                        .withLimit(ASK_LIMIT));
                return true;
            } finally {
                Files.delete(file);
            }
        } catch (CommandFailedException refused) {
            return false;
        } catch (IOException e) {
            throw new LxcException("cannot ask liblxc about a configuration: " + e.getMessage(), e);
        }
    }

    private void change(String program, String name, String... more) {
        try {
            runner.run(command(program, name, more).withLimit(CHANGE_LIMIT));
        } catch (CommandFailedException failure) {
            throw new LxcException(program + ": " + failure.errors().strip(), failure);
        }
    }

    private Command command(String program, String name, String... more) {
        var arguments = new ArrayList<>(List.of("-n", name, "-P", lxcPath.toString()));
        arguments.addAll(List.of(more));
        return Command.of(program, arguments);
    }
}
