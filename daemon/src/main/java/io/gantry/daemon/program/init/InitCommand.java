package io.gantry.daemon.program.init;

import io.gantry.client.server.ApiServer;
import io.gantry.daemon.program.Arguments;
import io.gantry.daemon.program.LocalDaemon;
import io.gantry.daemon.program.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code lxd init}: asks what the server is to have, or is told, and makes it, all or nothing. */
public final class InitCommand {
    private static final List<String> OF_AUTO = List.of(
            "network-address",
            "network-port",
            "storage-backend",
            "storage-create-device",
            "storage-create-loop",
            "storage-pool",
            "trust-password");

    private InitCommand() {}

    /**
     * @param directory of the daemon
     * @throws IOException where the daemon cannot be reached or refuses something; nothing is changed then
     */
    public static void run(Arguments arguments, Path directory) throws IOException {
        requireOneMode(arguments);
        try (ApiServer daemon = LocalDaemon.of(directory)) {
            ServerState state = state(daemon, directory);
            if (arguments.has("dump")) {
                utf8(System.out).print(PreseedYaml.write(state.dump()));
                return;
            }
            new PreseedApplication(daemon).apply(preseed(arguments, state, directory));
        }
    }

    private static void requireOneMode(Arguments arguments) {
        boolean isAuto = arguments.has("auto");
        boolean isMinimal = arguments.has("minimal");
        boolean isPreseed = arguments.has("preseed");
        boolean hasFlagOfAuto =
                OF_AUTO.stream().anyMatch(flag -> arguments.value(flag).isPresent());
        require(!(isAuto && isPreseed), "Can't use --auto and --preseed together");
        require(!(isMinimal && isPreseed), "Can't use --minimal and --preseed together");
        require(!(isMinimal && isAuto), "Can't use --minimal and --auto together");
        require(isAuto || !hasFlagOfAuto, "Configuration flags require --auto");
        require(
                !(arguments.has("dump") && (isAuto || isMinimal || isPreseed || hasFlagOfAuto)),
                "Can't use --dump with other flags");
    }

    private static void require(boolean isRight, String complaint) {
        if (!isRight) {
            throw new UsageException(complaint);
        }
    }

    private static ServerState state(ApiServer daemon, Path directory) throws IOException {
        try {
            return ServerState.of(daemon);
        } catch (IOException e) {
            throw new IOException(
                    "Failed to connect to local LXD (" + directory + "): " + e.getMessage()
                            + "; start the daemon, or set LXD_DIR to that of another one",
                    e);
        }
    }

    private static Preseed preseed(Arguments arguments, ServerState state, Path directory) throws IOException {
        if (arguments.has("preseed")) {
            return PreseedYaml.read(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        }
        if (arguments.has("auto") || arguments.has("minimal")) {
            return AutomaticPreseed.of(arguments, state);
        }
        var answers = new Answers(System.in, utf8(System.out), utf8(System.err), System.console());
        return Interview.hold(answers, state, directory);
    }

    /** The questions have letters that not every locale has. */
    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
