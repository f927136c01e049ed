package io.gantry.daemon.program;

import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code lxd shutdown}: ends when the daemon's process is gone. */
public final class ShutDown {
    private ShutDown() {}

    public static void run(Arguments arguments, Path directory) throws IOException, InterruptedException {
        long seconds = arguments.number("timeout").orElse(0L);
        Optional<ProcessHandle> process;
        try (ApiServer daemon = LocalDaemon.of(directory)) {
            process = ProcessHandle.of(daemon.info().environment().serverPid());
            send(daemon, directory);
        }
        if (process.isPresent()) {
            await(process.get(), seconds);
        }
    }

    private static void send(ApiServer daemon, Path directory) throws IOException {
        try {
            daemon.send("PUT", "/internal/shutdown", null);
        } catch (IOException cut) {
            // A daemon that ends at once may close the connection before its answer has gone out.
            if (answers(directory)) {
                throw cut;
            }
        }
    }

    private static boolean answers(Path directory) {
        try (ApiServer daemon = LocalDaemon.of(directory)) {
            daemon.info();
            return true;
        } catch (IOException ending) {
            return false;
        }
    }

    private static void await(ProcessHandle process, long seconds) throws IOException, InterruptedException {
        try {
            if (seconds > 0) {
                process.onExit().get(seconds, TimeUnit.SECONDS);
            } else {
                process.onExit().get();
            }
        } catch (TimeoutException e) {
            throw new IOException("LXD still running after " + seconds + "s timeout", e);
        } catch (ExecutionException e) {
            throw new IOException("waiting for the daemon's end failed: " + e.getMessage(), e);
        }
    }
}
