package io.gantry.system.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A runner that starts nothing: it records the commands and answers what it was told to, else nothing. */
public final class FakeCommandRunner implements CommandRunner {
    private final Map<String, Function<Command, CommandOutput>> answers = new LinkedHashMap<>();
    private final List<Command> commands = new ArrayList<>();

    /** Commands whose line starts with this text answer this output; the answer given last wins. */
    public synchronized FakeCommandRunner answer(String lineStart, String output) {
        answers.put(lineStart, _ -> CommandOutput.of(output));
        return this;
    }

    /** Commands whose line starts with this text fail. */
    public synchronized FakeCommandRunner fail(String lineStart, int exitStatus, String errors) {
        answers.put(lineStart, command -> {
            throw new CommandFailedException(command, exitStatus, errors);
        });
        return this;
    }

    /** The lines of all commands so far. */
    public synchronized List<String> lines() {
        return commands.stream().map(Command::line).toList();
    }

    public synchronized List<Command> commands() {
        return List.copyOf(commands);
    }

    @Override
    public synchronized CommandOutput run(Command command) {
        commands.add(command);
        CommandOutput[] found = {CommandOutput.of("")};
        Function<Command, CommandOutput> chosen = _ -> found[0];
        for (Map.Entry<String, Function<Command, CommandOutput>> answer : answers.entrySet()) {
            if (command.line().startsWith(answer.getKey())) {
                chosen = answer.getValue();
            }
        }
        return chosen.apply(command);
    }

    @Override
    public RunningCommand start(Command command, ErrorStream errors) {
        byte[] output = run(command).bytes();
        return new EndedCommand(new ByteArrayInputStream(output));
    }

    private record EndedCommand(InputStream output) implements RunningCommand {
        @Override
        public OutputStream input() {
            return new ByteArrayOutputStream();
        }

        @Override
        public InputStream errors() {
            return InputStream.nullInputStream();
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean isRunning() {
            return false;
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public void waitForSuccess() {}

        @Override
        public void kill() {}

        @Override
        public void close() {}
    }
}
