package io.gantry.cli;

import io.gantry.cli.command.Command;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/** The help texts, made from the command table and the commands themselves. */
final class Help {
    static final String GLOBAL_FLAGS = """
            Global Flags:
                  --debug         Show all debug messages
                  --force-local   Force using the local unix socket
              -h, --help          Print help
                  --project       Override the source project
              -q, --quiet         Don't show progress information
                  --sub-commands  Use with help or --help to view sub-commands
              -v, --verbose       Show all information messages
                  --version       Print version number
            """;

    /** Which commands an overview lists. */
    enum Extent {
        COMMON,
        ALL
    }

    /** Whether a list of commands has those below its groups too. */
    enum Depth {
        ONE_LEVEL,
        ALL_LEVELS
    }

    private Help() {}

    static String overview(Extent extent, Depth depth) {
        return """
                Description:
                  Command line client for containers

                  All of the features can be driven through the various commands below.
                  For help with any of those, simply call them with --help.

                Usage:
                  lxc [command]

                Available Commands:
                """
                + list("", extent, depth, "  ")
                + "\n"
                + GLOBAL_FLAGS.replace("Global Flags:\n", "Flags:\n      --all           Show less common commands\n")
                + "\nUse \"lxc [command] --help\" for more information about a command.\n";
    }

    static String group(String path, Depth depth) {
        CommandEntry entry = CommandTable.entry(path);
        return "Description:\n  " + entry.summary() + "\n\nUsage:\n  lxc " + path
                + " [command]\n\nAvailable Commands:\n"
                + list(path, Extent.ALL, depth, "  ") + "\n" + GLOBAL_FLAGS
                + "\nUse \"lxc " + path + " [command] --help\" for more information about a command.\n";
    }

    static String of(String path, Command command) {
        var text = new StringBuilder("Description:\n");
        command.description()
                .lines()
                .forEach(line ->
                        text.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
        text.append("\nUsage:\n  lxc ")
                .append(path)
                .append(' ')
                .append(command.arguments())
                .append(command.arguments().contains("[flags]") ? "\n" : " [flags]\n");
        CommandEntry entry = CommandTable.entry(path);
        if (!entry.otherNames().isEmpty()) {
            text.append("\nAliases:\n  ")
                    .append(entry.name())
                    .append(", ")
                    .append(entry.otherNames().replace(" ", ", "))
                    .append('\n');
        }
        List<Option> options = new ArrayList<>(command.options().getOptions());
        if (!options.isEmpty()) {
            text.append("\nFlags:\n");
            int width = 0;
            for (Option option : options) {
                width = Math.max(width, option.getLongOpt().length());
            }
            for (Option option : options) {
                text.append(option.getOpt() == null ? "      " : "  -" + option.getOpt() + ", ")
                        .append("--")
                        .append(option.getLongOpt())
                        .append(" ".repeat(width - option.getLongOpt().length() + 3))
                        .append(option.getDescription())
                        .append('\n');
            }
        }
        return text.append('\n').append(GLOBAL_FLAGS).toString();
    }

    private static String list(String group, Extent extent, Depth depth, String indent) {
        var entries = new ArrayList<CommandEntry>();
        for (CommandEntry entry : CommandTable.below(group)) {
            if (extent == Extent.ALL || entry.visibility() == CommandEntry.Visibility.SHOWN) {
                entries.add(entry);
            }
        }
        int width = 11;
        for (CommandEntry entry : entries) {
            width = Math.max(width, entry.name().length());
        }
        var text = new StringBuilder();
        for (CommandEntry entry : entries) {
            text.append(indent)
                    .append(entry.name())
                    .append(" ".repeat(width - entry.name().length() + 1))
                    .append(entry.summary())
                    .append('\n');
            if (depth == Depth.ALL_LEVELS) {
                text.append(list(entry.path(), Extent.ALL, depth, indent + "  "));
            }
        }
        return text.toString();
    }
}
