package io.gantry.system.attach;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.RunningCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs programs through the helper {@code gantry-attach}, which says in its source why {@code lxc-attach} does not do. */
public final class ContainerAttach implements ContainerExec {
    private final CommandRunner runner;
    private final Path helper;
    private final Path lxcPath;
    private final Function<String, Path> configurations;

    /**
     * @param helper the program {@code gantry-attach}
     * @param lxcPath the lxcpath that the containers were started with, to the letter
     * @param configurations the file that a container was started with, whose limits hold for the program too
     */
    public ContainerAttach(CommandRunner runner, Path helper, Path lxcPath, Function<String, Path> configurations) {
        this.runner = runner;
        this.helper = helper;
        this.lxcPath = lxcPath;
        this.configurations = configurations;
    }

    @Override
    public AttachedProgram withPipes(AttachRequest request) {
        RunningCommand command = runner.start(command(request, "pipes"), ErrorStream.LIVE);
        return new HelperPipes(command, new ChildSignal(runner, command.pid()));
    }

    @Override
    public AttachedTerminal onTerminal(AttachRequest request, WindowSize size) {
        RunningCommand command =
                runner.start(command(request, size.columns() + "x" + size.rows()), ErrorStream.COLLECTED);
        return new HelperTerminal(command, new ChildSignal(runner, command.pid()));
    }

    @Override
    public Attached toFiles(AttachRequest request, Path output, Path errors) {
        int length = output.toString().getBytes(StandardCharsets.UTF_8).length;
        RunningCommand command =
                runner.start(command(request, "files:" + length + ":" + output + ":" + errors), ErrorStream.COLLECTED);
        return new HelperProgram(command, new ChildSignal(runner, command.pid()));
    }

    private Command command(AttachRequest request, String mode) {
        List<String> arguments = new ArrayList<>(List.of(
                lxcPath.toString(),
                request.container(),
                configurations.apply(request.container()).toString(),
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
