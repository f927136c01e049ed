package io.gantry.system.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, with all that it is given.
 *
 * @param program a name looked up in {@code PATH}, or an absolute path
 * @param arguments passed as they are; there is no shell that could interpret them
 * @param limit after which {@link CommandRunner#run} kills it; {@link #UNLIMITED} for none
 * @param workingDirectory {@code null} for the daemon's own
 * @param environment added to the daemon's own
 * @param input what it reads from its standard input
 */
public record Command(
        String program,
        List<String> arguments,
        Duration limit,
        @Nullable Path workingDirectory,
        Map<String, String> environment,
        CommandInput input) {

    /** No limit: the command ends by itself, or with the thread that waits for it. */
    public static final Duration UNLIMITED = ChronoUnit.FOREVER.getDuration();

    private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** With ten minutes to run, an empty standard input, and the daemon's directory and environment. */
    public static Command of(String program, String... arguments) {
        return of(program, List.of(arguments));
    }

    /** As {@link #of(String, String...)}. */
    public static Command of(String program, List<String> arguments) {
        return new Command(program, arguments, DEFAULT_LIMIT, null, Map.of(), new CommandInput.Empty());
    }

    public Command withLimit(Duration newLimit) {
        return new Command(program, arguments, newLimit, workingDirectory, environment, input);
    }

    public Command unlimited() {
        return withLimit(UNLIMITED);
    }

    public Command in(Path directory) {
        return new Command(program, arguments, limit, directory, environment, input);
    }

    public Command withEnvironment(String name, String value) {
        Map<String, String> extended = new HashMap<>(environment);
        extended.put(name, value);
        return new Command(program, arguments, limit, workingDirectory, extended, input);
    }

    public Command withInput(CommandInput newInput) {
        return new Command(program, arguments, limit, workingDirectory, environment, newInput);
    }

    /** The program and its arguments as one line, for messages. */
    public String line() {
        return arguments.isEmpty() ? program : program + " " + String.join(" ", arguments);
    }
}
