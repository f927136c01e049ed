package io.gantry.system.attach;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.RunningCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs programs inside containers through the helper {@code gantry-attach}, which says in its source why
 * {@code lxc-attach} does not do. Safe for use by many threads.
 */
public final class ContainerAttach {
    private final CommandRunner runner;
    private final Path helper;

    /** @param helper the program {@code gantry-attach} */
    public ContainerAttach(CommandRunner runner, Path helper) {
        this.runner = runner;
        this.helper = helper;
    }

    /** Starts a program whose standard descriptors are three pipes. */
    public AttachedProgram withPipes(AttachRequest request) {
        RunningCommand command = runner.start(command(request, "pipes"), ErrorStream.LIVE);
        return new AttachedProgram(command, new ChildSignal(runner, command.pid()));
    }

    /** Starts a program on a new terminal of the container. */
    public AttachedTerminal onTerminal(AttachRequest request, WindowSize size) {
        RunningCommand command =
                runner.start(command(request, size.columns() + "x" + size.rows()), ErrorStream.COLLECTED);
        return new AttachedTerminal(command, new ChildSignal(runner, command.pid()));
    }

    /**
     * Starts a program without input that appends to two files, made where they are missing. What it leaves in the
     * background goes on writing to them after its end.
     */
    public RecordedProgram toFiles(AttachRequest request, Path output, Path errors) {
        int length = output.toString().getBytes(StandardCharsets.UTF_8).length;
        RunningCommand command =
                runner.start(command(request, "files:" + length + ":" + output + ":" + errors), ErrorStream.COLLECTED);
        return new RecordedProgram(command, new ChildSignal(runner, command.pid()));
    }

    private Command command(AttachRequest request, String mode) {
        List<String> arguments = new ArrayList<>(List.of(
                request.lxcPath().toString(),
                request.container(),
                request.configuration().toString(),
                mode,
                Long.toString(request.user()),
                Long.toString(request.group()),
                request.directory(),
                Integer.toString(request.environment().size())));
        request.environment().forEach((name, value) -> arguments.add(name + "=" + value));
        arguments.addAll(request.command());
        return Command.of(helper.toString(), arguments).unlimited();
    }
}
