package io.gantry.daemon.core;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandOutput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.FakeCommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.command.RunningCommand;
import java.util.Set;

/**
 * Runs programs that read and write files of the caller, as they are; all others, which would change the host, are only
 * recorded and answered by {@link #others}.
 */
public final class HarmlessCommands implements CommandRunner {
    private static final Set<String> REAL = Set.of(
            "cp", "rm", "rsync", "mkfifo", "tar", "gzip", "xz", "zstd", "bzip2", "unsquashfs", "mksquashfs", "sh");

    private final CommandRunner real = new ProcessCommandRunner();
    private final FakeCommandRunner others = new FakeCommandRunner().answer("ip -json", "[]");

    public FakeCommandRunner others() {
        return others;
    }

    @Override
    public CommandOutput run(Command command) {
        return runner(command).run(command);
    }

    @Override
    public RunningCommand start(Command command, ErrorStream errors) {
        return runner(command).start(command, errors);
    }

    private CommandRunner runner(Command command) {
        return REAL.contains(command.program()) ? real : others;
    }
}
