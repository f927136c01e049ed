package io.gantry.cli.command;

import io.gantry.cli.failure.BareCommandException;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** One call of a command: what was on the line, and the context to work in. */
public final class Invocation {
    private final String command;
    private final String usage;
    private final List<String> arguments;
    private final CommandLine flags;
    private final Context context;

    public Invocation(String command, String usage, List<String> arguments, CommandLine flags, Context context) {
        this.command = command;
        this.usage = usage;
        this.arguments = List.copyOf(arguments);
        this.flags = flags;
        this.context = context;
    }

    /** The words of the command itself, such as {@code config device add}. */
    public String command() {
        return command;
    }

    public Context context() {
        return context;
    }

    public List<String> arguments() {
        return arguments;
    }

    public String argument(int index) {
        return arguments.get(index);
    }

    /** The argument at this place, empty where the line has fewer. */
    public String argumentOr(int index, String absent) {
        return index < arguments.size() ? arguments.get(index) : absent;
    }

    /** The thing, or the remote alone, that the argument at this place names; the default remote where there is none. */
    public Target target(int index) {
        return context.target(argumentOr(index, ""));
    }

    /** The thing that the argument at this place names. */
    public Target namedTarget(int index, String noun) {
        return context.namedTarget(argument(index), noun);
    }

    /** The arguments from this place on. */
    public List<String> argumentsFrom(int index) {
        return arguments.subList(Math.min(index, arguments.size()), arguments.size());
    }

    /** Refuses a line with too few or too many arguments. One without any gets the command's help instead. */
    public void expect(int least, int most) {
        if (arguments.isEmpty() && least > 0) {
            throw new BareCommandException();
        }
        if (arguments.size() < least) {
            throw new UsageException("Invalid number of arguments: too few; the command is: " + usage);
        }
        if (arguments.size() > most) {
            throw new UsageException("Invalid number of arguments: too many, from \"" + arguments.get(most)
                    + "\" on; the command is: " + usage);
        }
    }

    /** Refuses a line with too few arguments. */
    public void expectAtLeast(int least) {
        expect(least, Integer.MAX_VALUE);
    }

    public boolean has(String flag) {
        return flags.hasOption(flag);
    }

    /** The value of a flag, the last one where it is given several times; null where it is not given. */
    public @Nullable String value(String flag) {
        List<String> values = values(flag);
        return values.isEmpty() ? null : values.getLast();
    }

    public String valueOr(String flag, String absent) {
        String value = value(flag);
        return value == null ? absent : value;
    }

    public long numberOr(String flag, long absent) {
        String value = value(flag);
        if (value == null) {
            return absent;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new UsageException("--" + flag + " needs a number, not \"" + value + "\"");
        }
    }

    /** All values of a flag, in their order on the line. */
    public List<String> values(String flag) {
        String[] values = flags.getOptionValues(flag);
        return values == null ? List.of() : List.of(values);
    }
}
