package io.gantry.cli;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.GlobalFlags;
import io.gantry.cli.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command and its flags on a line. Flags may stand anywhere; {@code --} ends them.
 */
final class CommandLineParser {
    private CommandLineParser() {}

    /**
     * @param path the command, empty where the line names none
     * @param rest what is left for the command, flags and arguments mixed
     */
    record Split(String path, List<String> rest) {}

    /** A line that was read. */
    record Parsed(List<String> arguments, CommandLine flags, GlobalFlags global) {}

    /** Takes the words of the command out of a line; flags before and between them stay in the rest. */
    static Split split(List<String> line) {
        var rest = new ArrayList<String>();
        String path = "";
        int i = 0;
        for (; i < line.size(); i++) {
            String word = line.get(i);
            if (word.equals("--")) {
                break;
            }
            if (word.startsWith("-") && word.length() > 1) {
                rest.add(word);
                if (takesNextWord(word) && i + 1 < line.size()) {
                    rest.add(line.get(++i));
                }
                continue;
            }
            CommandEntry entry = CommandTable.find(path, word);
            if (entry == null) {
                if (path.isEmpty()) {
                    throw new UsageException("unknown command \"" + word + "\"; `lxc help` lists the commands");
                }
                break;
            }
            path = entry.path();
            if (!CommandTable.isGroup(path)) {
                i++;
                break;
            }
        }
        rest.addAll(line.subList(i, line.size()));
        return new Split(path, rest);
    }

    /** Before the command is known, every flag but the global ones is taken to have a value, as LXD's client does. */
    private static boolean takesNextWord(String flag) {
        return switch (flag) {
            case "--all",
                    "--debug",
                    "--force-local",
                    "--help",
                    "--quiet",
                    "--sub-commands",
                    "--verbose",
                    "-h",
                    "-q",
                    "-v" -> false;
            default -> flag.indexOf('=') < 0 && (flag.startsWith("--") || flag.length() == 2);
        };
    }

    static Parsed parse(Command command, List<String> line) {
        Options options = command.options();
        addGlobal(options, "", "debug", "Show all debug messages");
        addGlobal(options, "v", "verbose", "Show all information messages");
        addGlobal(options, "q", "quiet", "Don't show progress information");
        addGlobal(options, "", "force-local", "Force using the local unix socket");
        addGlobal(options, "h", "help", "Print help");
        addGlobal(options, "", "all", "Show less common commands");
        addGlobal(options, "", "sub-commands", "Use with help or --help to view sub-commands");
        if (!options.hasLongOption("project")) {
            options.addOption(Option.builder()
                    .longOpt("project")
                    .hasArg()
                    .desc("Override the source project")
                    .get());
        }
        try {
            var arguments = new ArrayList<String>();
            CommandLine flags = command.ownArguments() < 0
                    ? parser().parse(options, normalised(options, line).toArray(String[]::new), false)
                    : parseLeading(command, options, line, arguments);
            if (command.ownArguments() < 0) {
                arguments.addAll(flags.getArgList());
            }
            return new Parsed(arguments, flags, global(flags, command.options()));
        } catch (ParseException e) {
            throw new UsageException(explained(e));
        }
    }

    /** Reads flags up to the argument after which the rest belongs to somebody else. */
    private static CommandLine parseLeading(Command command, Options options, List<String> line, List<String> arguments)
            throws ParseException {
        var flagWords = new ArrayList<String>();
        int i = 0;
        boolean ended = false;
        while (i < line.size() && arguments.size() < command.ownArguments()) {
            String word = line.get(i++);
            if (!ended && word.equals("--")) {
                ended = true;
            } else if (!ended && word.startsWith("-") && word.length() > 1) {
                i = takeFlag(options, line, i - 1, flagWords);
            } else {
                arguments.add(word);
            }
        }
        while (!ended
                && i < line.size()
                && line.get(i).startsWith("-")
                && line.get(i).length() > 1) {
            if (line.get(i).equals("--")) {
                i++;
                break;
            }
            i = takeFlag(options, line, i, flagWords);
        }
        arguments.addAll(line.subList(i, line.size()));
        return parser().parse(options, normalised(options, flagWords).toArray(String[]::new), false);
    }

    private static int takeFlag(Options options, List<String> line, int at, List<String> taken) {
        String word = line.get(at);
        taken.add(word);
        Option option = options.getOption(word.startsWith("--") ? word.substring(2) : word.substring(1));
        if (option != null && option.hasArg() && at + 1 < line.size()) {
            taken.add(line.get(at + 1));
            return at + 2;
        }
        return at + 1;
    }

    private static DefaultParser parser() {
        return DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
    }

    private static void addGlobal(Options options, String letter, String name, String description) {
        if (options.hasLongOption(name)) {
            return;
        }
        String free = letter.isEmpty() || options.hasShortOption(letter) ? null : letter;
        options.addOption(Option.builder(free).longOpt(name).desc(description).get());
    }

    /**
     * Brings the forms that commons-cli reads differently to one it reads as users mean it: {@code -ckey=value},
     * {@code --flag=true}, and values that begin with a dash.
     */
    private static List<String> normalised(Options options, List<String> line) {
        var words = new ArrayList<String>();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            if (word.equals("--")) {
                words.addAll(line.subList(i, line.size()));
                break;
            }
            if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                Option option = options.getOption(equals < 0 ? word.substring(2) : word.substring(2, equals));
                if (option != null && equals > 0 && !option.hasArg()) {
                    addBoolean(words, option, word.substring(equals + 1));
                    continue;
                }
                words.add(word);
                if (option != null && option.hasArg() && equals < 0 && i + 1 < line.size()) {
                    glueValue(words, line.get(++i));
                }
            } else if (word.length() > 1 && word.charAt(0) == '-') {
                Option option = options.getOption(word.substring(1, 2));
                if (option != null && option.hasArg()) {
                    String attached = word.length() == 2 && i + 1 < line.size() ? line.get(++i) : word.substring(2);
                    words.add("--" + option.getLongOpt() + "="
                            + (word.length() > 2 && attached.startsWith("=") ? attached.substring(1) : attached));
                } else {
                    words.add(word);
                }
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private static void glueValue(List<String> words, String value) {
        words.set(words.size() - 1, words.getLast() + "=" + value);
    }

    private static void addBoolean(List<String> words, Option option, String value) {
        switch (value) {
            case "true", "1", "t", "T", "TRUE", "True" -> words.add("--" + option.getLongOpt());
            case "false", "0", "f", "F", "FALSE", "False" -> {}
            default ->
                throw new UsageException(
                        "--" + option.getLongOpt() + " is either true or false, not \"" + value + "\"");
        }
    }

    private static GlobalFlags global(CommandLine flags, Options options) {
        @Nullable String project = flags.getOptionValue("project");
        return new GlobalFlags(
                flags.hasOption("debug"),
                flags.hasOption("verbose"),
                flags.hasOption("quiet"),
                flags.hasOption("force-local"),
                flags.hasOption("help"),
                flags.hasOption("all"),
                project == null || options.hasLongOption("project") ? "" : project);
    }

    private static String explained(ParseException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case org.apache.commons.cli.UnrecognizedOptionException unknown ->
                "unknown flag " + unknown.getOption() + "; add --help to see those that the command takes";
            case org.apache.commons.cli.MissingArgumentException missing ->
                "the flag --" + missing.getOption().getLongOpt() + " needs a value";
            default -> message;
        };
    }
}
