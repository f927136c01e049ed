package io.gantry.cli.exec;

import io.gantry.api.InstanceExecPost;
import io.gantry.api.Operation;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.cli.terminal.Terminal;
import io.gantry.cli.terminal.WindowSize;
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Runs a program in a container, on the user's terminal or on pipes. */
public final class Exec implements Command {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    @Override
    public String arguments() {
        return "[<remote>:]<instance> [flags] [--] <command line>";
    }

    @Override
    public String description() {
        return """
                Execute commands in instances

                The command is executed directly using exec, so there is no shell and
                shell patterns (variables, file redirects, ...) won't be understood.
                If you need a shell environment you need to execute the shell
                executable, passing the shell commands as arguments, for example:

                  lxc exec <instance> -- sh -c "cd /tmp && pwd"

                Mode defaults to non-interactive, interactive mode is selected if both stdin AND stdout are terminals.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("", "cwd", "Directory to run the command in (default /root)")
                .with("n", "disable-stdin", "Disable stdin (reads from /dev/null)")
                .withValue("", "env", "Environment variable to set (e.g. HOME=/home/foo)")
                .with("t", "force-interactive", "Force pseudo-terminal allocation")
                .with("T", "force-noninteractive", "Disable pseudo-terminal allocation")
                .withValue("", "group", "Group ID to run the command as (default 0)")
                .withValue("", "mode", "Override the terminal mode (auto, interactive or non-interactive)")
                .withValue("", "user", "User ID to run the command as (default 0)")
                .build();
    }

    @Override
    public int ownArguments() {
        return 1;
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(2);
        Context context = invocation.context();
        Terminal terminal = context.terminal();
        Target target = context.namedTarget(invocation.argument(0), "instance");
        boolean interactive = isInteractive(invocation, terminal);

        var environment = new TreeMap<String, String>();
        String term = context.environment().get("TERM");
        if (term != null) {
            environment.put("TERM", term);
        }
        for (String entry : invocation.values("env")) {
            int equals = entry.indexOf('=');
            environment.put(
                    equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
        }
        WindowSize size = interactive ? terminal.windowSize().orElse(new WindowSize(0, 0)) : new WindowSize(0, 0);
        InstanceExecPost request = InstanceExecPost.of(invocation.argumentsFrom(1))
                .interactive(interactive)
                .environment(environment)
                .width(size.columns())
                .height(size.rows())
                .user(invocation.numberOr("user", 0))
                .group(invocation.numberOr("group", 0))
                .cwd(invocation.valueOr("cwd", ""))
                .build();
        ApiServer server = context.server(target);
        Operation operation = new Instances(server).exec(target.name(), request);
        var session = new ExecSession(server, operation, terminal, !invocation.has("disable-stdin"));
        int status = run(session, interactive, terminal);
        switch (status) {
            case NOT_FOUND -> context.warn("Error: Command not found");
            case NOT_EXECUTABLE -> context.warn("Error: Command not executable");
            default -> {}
        }
        return status;
    }

    private static int run(ExecSession session, boolean interactive, Terminal terminal) throws IOException {
        if (!interactive) {
            return session.runOnPipes();
        }
        try (var _ = terminal.enterRawMode()) {
            return session.runOnTerminal();
        }
    }

    private static boolean isInteractive(Invocation invocation, Terminal terminal) {
        boolean forced = invocation.has("force-interactive");
        boolean refused = invocation.has("force-noninteractive");
        String mode = invocation.valueOr("mode", "auto");
        if (forced && refused) {
            throw new UsageException("You can't pass -t and -T at the same time");
        }
        if (!mode.equals("auto") && (forced || refused)) {
            throw new UsageException("You can't pass -t or -T at the same time as --mode");
        }
        return switch (mode) {
            case "interactive" -> !invocation.has("disable-stdin");
            case "non-interactive" -> false;
            case "auto" ->
                !invocation.has("disable-stdin")
                        && !refused
                        && (forced
                                || (terminal.isTerminal(Terminal.Stream.INPUT)
                                        && terminal.isTerminal(Terminal.Stream.OUTPUT)));
            default ->
                throw new UsageException("no mode \"" + mode + "\"; choose one of auto, interactive, non-interactive");
        };
    }
}
