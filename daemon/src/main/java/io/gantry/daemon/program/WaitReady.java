package io.gantry.daemon.program;

import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** {@code lxd waitready}: ends when the daemon serves its API; it may begin before the daemon does. */
public final class WaitReady {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private WaitReady() {}

    public static void run(Arguments arguments, Path directory) throws IOException, InterruptedException {
        long seconds = arguments.number("timeout").orElse(-1L);
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (true) {
            try (ApiServer daemon = LocalDaemon.of(directory)) {
                daemon.send("GET", "/internal/ready", null);
                return;
            } catch (IOException e) {
                if (seconds > 0 && System.nanoTime() > deadline) {
                    throw new IOException(
                            "the daemon of " + directory + " is not ready after " + seconds + " s: " + e.getMessage(),
                            e);
                }
            }
            Thread.sleep(PAUSE);
        }
    }
}
