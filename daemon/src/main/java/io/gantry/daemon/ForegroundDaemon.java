package io.gantry.daemon;

import io.gantry.daemon.log.Log;
import io.gantry.daemon.program.Arguments;
import io.gantry.system.nativecall.CaughtSignals;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.event.Level;

/** The daemon as a process: runs until a signal or {@code lxd shutdown} ends it. */
final class ForegroundDaemon {
    private static final int END_SECONDS = 15;

    private ForegroundDaemon() {}

    static void run(Arguments arguments, Path directory) throws Exception {
        log(arguments);
        prepare(directory);
        try (var _ = new DirectoryLock(directory)) {
            serve(
                    new DaemonOptions(directory, arguments.value("group")),
                    new HostPlatform(Path.of(System.getProperty("gantry.native", ""))));
        }
    }

    private static void serve(DaemonOptions options, Platform platform) throws Exception {
        var end = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var isShutDown = new AtomicBoolean();
        var daemon = new Daemon(options, platform, () -> {
            isShutDown.set(true);
            end.countDown();
        });
        try {
            CaughtSignals.onPowerFailure(() -> {
                isShutDown.set(true);
                end.countDown();
            });
            CaughtSignals.quitEndsThisProcess();
            daemon.ownProcess();
            daemon.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.countDown();
                await(ended);
            }));
            end.await();
        } finally {
            if (isShutDown.get()) {
                daemon.shutDown();
            } else {
                daemon.close();
            }
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("the daemon ends with work under way; the next start undoes it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void log(Arguments arguments) throws IOException {
        Level level = arguments.has("verbose") ? Level.INFO : Level.WARN;
        Optional<String> file = arguments.value("logfile");
        Log.ofProgram()
                .open(
                        file.isPresent() ? appending(file.get()) : System.err,
                        arguments.has("debug") ? Level.DEBUG : level);
    }

    private static PrintStream appending(String file) throws IOException {
        try {
            return new PrintStream(new FileOutputStream(file, true), true, StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            throw new IOException("cannot write the log: " + e.getMessage() + "; choose another --logfile", e);
        }
    }

    private static void prepare(Path directory) throws IOException {
        try {
            // Volumes below are made for their containers' users, who pass through here; nobody looks around.
            for (Path passage :
                    List.of(directory, directory.resolve("containers"), directory.resolve("storage-pools"))) {
                Files.createDirectories(passage);
                Files.setPosixFilePermissions(passage, PosixFilePermissions.fromString("rwx--x--x"));
            }
            Path snapshots = Files.createDirectories(directory.resolve("snapshots"));
            Files.setPosixFilePermissions(snapshots, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new IOException("LXD_DIR cannot be " + directory + ": no directory can be made there (" + e + ")", e);
        }
    }
}
