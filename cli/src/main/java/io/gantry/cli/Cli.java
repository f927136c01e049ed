package io.gantry.cli;

import io.gantry.api.MalformedJsonException;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.BareCommandException;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.query.Version;
import io.gantry.cli.server.Remotes;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.migration.TransferFailedException;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.NotReachableException;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The client as a function: a command line in, an exit status out. It keeps nothing between calls, so that one
 * process can serve many.
 */
public final class Cli {
    /** Exit status of a program that ended because nobody reads its output: 128 + SIGPIPE. */
    private static final int NOBODY_READS = 141;

    private final RemotesOpener opener;

    /** Uses other remotes than those of the user's configuration. */
    public Cli(RemotesOpener opener) {
        this.opener = opener;
    }

    /** Finds the remotes that a call uses. */
    public interface RemotesOpener {
        Remotes open(Map<String, String> environment, boolean forceLocal) throws IOException;
    }

    /**
     * @param arguments the line, without the program's name
     * @param workingDirectory absolute; names of files on the line are relative to it
     */
    public int run(List<String> arguments, Map<String, String> environment, Path workingDirectory, Terminal terminal) {
        boolean debug = beforeOthersWords(arguments).contains("--debug");
        try {
            return dispatch(arguments, environment, workingDirectory, terminal);
        } catch (ClosedOutputException e) {
            return NOBODY_READS;
        } catch (IOException | RuntimeException e) {
            report(e, debug, terminal);
            return 1;
        }
    }

    /** The line up to {@code --}: what comes after it belongs to a program in an instance. */
    private static List<String> beforeOthersWords(List<String> line) {
        int end = line.indexOf("--");
        return end < 0 ? line : line.subList(0, end);
    }

    private int dispatch(List<String> line, Map<String, String> environment, Path workingDirectory, Terminal raw)
            throws IOException {
        Terminal terminal = new OutputGuard(raw);
        if (line.isEmpty()) {
            return print(Help.overview(Help.Extent.COMMON, Help.Depth.ONE_LEVEL), terminal);
        }
        switch (line.getFirst()) {
            case "--version" -> {
                return print(Version.CLIENT + "\n", terminal);
            }
            case "help", "--help", "-h" -> {
                return showHelp(line.subList(1, line.size()), terminal);
            }
            default -> {}
        }
        Remotes remotes = opener.open(environment, beforeOthersWords(line).contains("--force-local"));
        List<String> expanded = UserAliases.expand(line, environment, remotes);
        if (!expanded.isEmpty() && expanded.getFirst().startsWith("/")) {
            return terminal.run(expanded, Map.of(UserAliases.SWITCHED_OFF, "1"));
        }
        CommandLineParser.Split split = CommandLineParser.split(expanded);
        if (split.path().equals("help")) {
            return showHelp(split.rest(), terminal);
        }
        if (split.path().isEmpty() || CommandTable.isGroup(split.path())) {
            return showGroup(split, terminal);
        }
        Command command = CommandTable.command(split.path());
        String usage = "lxc " + split.path() + " " + command.arguments();
        CommandLineParser.Parsed parsed = CommandLineParser.parse(command, split.rest());
        if (parsed.global().help()) {
            return print(Help.of(split.path(), command), terminal);
        }
        try (var context = new Context(terminal, environment, workingDirectory, remotes, parsed.global())) {
            return command.run(
                    new Invocation(split.path(), usage.strip(), parsed.arguments(), parsed.flags(), context));
        } catch (BareCommandException e) {
            return print(Help.of(split.path(), command), terminal);
        }
    }

    private static int print(String text, Terminal terminal) throws IOException {
        terminal.out().write(text.getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    private static int showHelp(List<String> words, Terminal terminal) throws IOException {
        var named = new ArrayList<String>();
        for (String word : words) {
            if (!word.startsWith("-")) {
                named.add(word);
            }
        }
        String path = CommandTable.path(named);
        if (path.isEmpty()) {
            return print(Help.overview(extent(words), depth(words)), terminal);
        }
        return print(
                CommandTable.isGroup(path) ? Help.group(path, depth(words)) : Help.of(path, CommandTable.command(path)),
                terminal);
    }

    private static Help.Extent extent(List<String> words) {
        return words.contains("--all") ? Help.Extent.ALL : Help.Extent.COMMON;
    }

    private static Help.Depth depth(List<String> words) {
        return words.contains("--sub-commands") ? Help.Depth.ALL_LEVELS : Help.Depth.ONE_LEVEL;
    }

    /** A group alone does nothing and says so on standard error, with the status of success, as LXD's client does. */
    private static int showGroup(CommandLineParser.Split split, Terminal terminal) throws IOException {
        for (String word : split.rest()) {
            if (!word.startsWith("-")) {
                throw new UsageException("unknown command \"" + word + "\" for \"lxc " + split.path() + "\"; `lxc "
                        + split.path() + " --help` lists those there are");
            }
        }
        if (split.path().isEmpty()) {
            return print(Help.overview(extent(split.rest()), depth(split.rest())), terminal);
        }
        boolean isAsked = split.rest().contains("--help") || split.rest().contains("-h");
        if (isAsked) {
            return print(Help.group(split.path(), depth(split.rest())), terminal);
        }
        terminal.err().write(Help.group(split.path(), depth(split.rest())).getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    private static void report(Exception failure, boolean debug, Terminal terminal) {
        var err = new PrintStream(terminal.err(), true, StandardCharsets.UTF_8);
        err.println("Error: " + message(failure));
        if (debug) {
            failure.printStackTrace(err);
        }
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case CommandFailure known -> oneLine(known.getMessage());
            case UsageException known -> oneLine(known.getMessage());
            case ApiException refused -> oneLine(refused.getMessage());
            case OperationFailedException failed -> oneLine(failed.getMessage());
            case TransferFailedException failed -> oneLine(failed.getMessage());
            case NotReachableException hidden ->
                "The server " + hidden.remote()
                        + " does not listen on the network, so no other server can reach it; run `lxc config set "
                        + hidden.remote() + ": core.https_address [::]:8443` first";
            case MalformedJsonException malformed ->
                "the server's reply cannot be read: " + oneLine(malformed.getMessage());
            case NoSuchFileException missing -> "open " + missing.getFile() + ": no such file or directory";
            case java.nio.file.AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case java.nio.file.FileSystemException file ->
                file.getFile() + ": " + (file.getReason() == null ? "cannot be used" : file.getReason());
            case IOException io -> oneLine(io.getMessage());
            default ->
                oneLine(failure.getMessage()) + " (an unexpected "
                        + failure.getClass().getSimpleName() + "; run the command with --debug for details)";
        };
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "no reason was given" : message.strip().replace("\n", "; ");
    }
}
