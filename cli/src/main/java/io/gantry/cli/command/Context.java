package io.gantry.cli.command;

import io.gantry.api.Operation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.LogLines;
import io.gantry.cli.output.OutputFormat;
import io.gantry.cli.output.ProgressLine;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.LoggedConnection;
import io.gantry.cli.server.OperationWaiter;
import io.gantry.cli.server.Remote;
import io.gantry.cli.server.Remotes;
import io.gantry.cli.server.Target;
import io.gantry.cli.terminal.Prompts;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** What every command works with: the terminal, the environment, and the servers, connected to when first needed. */
public final class Context implements AutoCloseable {
    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final Remotes remotes;
    private final GlobalFlags flags;
    private final ProgressLine progress;
    private final LogLines log;
    private final Map<String, ApiServer> servers = new HashMap<>();

    public Context(
            Terminal terminal,
            Map<String, String> environment,
            Path workingDirectory,
            Remotes remotes,
            GlobalFlags flags) {
        this.terminal = terminal;
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory;
        this.remotes = remotes;
        this.flags = flags;
        this.progress = new ProgressLine(terminal.err(), !flags.quiet() && terminal.isTerminal(Terminal.Stream.ERROR));
        this.log = new LogLines(terminal.err(), flags.logLevel(), InstantSource.system(), zone());
    }

    public Terminal terminal() {
        return terminal;
    }

    public Prompts prompts() {
        return new Prompts(terminal);
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** A file as the user names it. */
    public Path file(String name) {
        return workingDirectory.resolve(name);
    }

    public Path workingDirectory() {
        return workingDirectory;
    }

    public Remotes remotes() {
        return remotes;
    }

    public ProgressLine progress() {
        return progress;
    }

    /** Where the client tells of its work, for those who asked for it. */
    public LogLines log() {
        return log;
    }

    /** The time zone in which times are shown. */
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    /** Writes to standard output. */
    public void print(String text) throws IOException {
        terminal.out().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a line to standard output. */
    public void printLine(String text) throws IOException {
        print(text + "\n");
    }

    /** Whether the line names a project. */
    public boolean hasProject() {
        return !flags.project().isEmpty();
    }

    /** Whether the user asked for nothing but results and errors. */
    public boolean isQuiet() {
        return flags.quiet();
    }

    /** Writes a line to standard output, unless the user asked for quiet. */
    public void report(String text) throws IOException {
        if (!flags.quiet()) {
            printLine(text);
        }
    }

    /** Writes a line to standard error. */
    public void warn(String text) throws IOException {
        terminal.err().write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a list in the format that the line chose. */
    public void show(Invocation invocation, Table table, Object objects) throws IOException {
        String name = invocation.valueOr("format", "table");
        OutputFormat format = OutputFormat.of(name)
                .orElseThrow(() -> new UsageException(
                        "no format \"" + name + "\"; choose one of table, compact, csv, json, yaml"));
        print(format.render(table, objects));
    }

    /** Splits {@code remote:name}; without a remote the default one is meant. */
    public Target target(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Target(remotes.defaultRemote(), text);
        }
        String remote = text.substring(0, colon);
        remote(remote);
        return new Target(remote, text.substring(colon + 1));
    }

    /** As {@link #target}, refusing a target without a name. */
    public Target namedTarget(String text, String noun) {
        Target target = target(text);
        if (target.name().isEmpty()) {
            throw new UsageException("\"" + text + "\" names no " + noun + "; write " + text + "NAME");
        }
        return target;
    }

    /** The remote of this name. */
    public Remote remote(String name) {
        Remote remote = remotes.all().get(name);
        if (remote == null) {
            throw new CommandFailure(
                    "The remote \"" + name + "\" doesn't exist; `lxc remote list` shows those that do");
        }
        return remote;
    }

    /** The server of a remote, connected. */
    public ApiServer server(String remote) throws IOException {
        ApiServer known = servers.get(remote);
        if (known != null) {
            return known;
        }
        Remote entry = remote(remote);
        if (entry.protocol().equals("simplestreams")) {
            throw new CommandFailure(
                    "The remote \"" + remote
                            + "\" is an image server (simplestreams): it has images to launch from, to look at and to copy, and nothing else");
        }
        String project = flags.project().isEmpty() ? entry.project() : flags.project();
        String chosen = project.equals("default") ? "" : project;
        ApiServer server = new ApiServer(remote, connect(remote), chosen);
        servers.put(remote, server);
        return server;
    }

    private Connection connect(String remote) throws IOException {
        Connection connection = remotes.connect(remote);
        return log.shows(LogLines.Level.DEBUG) ? new LoggedConnection(connection, log) : connection;
    }

    public ApiServer server(Target target) throws IOException {
        return server(target.remote());
    }

    /** Waits for an operation, with progress and with cancelling by the user. */
    public Operation await(ApiServer server, Operation operation, String label) throws IOException {
        return new OperationWaiter(terminal, progress).await(server, operation, label);
    }

    @Override
    public void close() {
        servers.values().forEach(ApiServer::close);
    }
}
