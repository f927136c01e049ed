package io.gantry.bench;

import static io.gantry.bench.Scenario.Unit.MEGABYTES;
import static io.gantry.bench.Scenario.Unit.MEGABYTES_PER_SECOND;
import static io.gantry.bench.Scenario.Unit.PER_SECOND;
import static io.gantry.bench.Scenario.Unit.SECONDS;

import io.gantry.e2e.fixture.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** What is measured, in the order of the table. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("client start (`lxc remote list`)", SECONDS, 15, side -> timed(side, "remote", "list")),
                new Scenario("`lxc list` of 23 containers", SECONDS, 11, side -> timed(side, "list")),
                new Scenario("daemon start to first answer", SECONDS, 5, Scenarios::daemonStart),
                new Scenario("`GET /1.0`, one connection", PER_SECOND, 3, side -> calls(side, "/1.0")),
                new Scenario(
                        "`GET /1.0/instances?recursion=1` of 23",
                        PER_SECOND,
                        3,
                        side -> calls(side, "/1.0/instances?recursion=1")),
                new Scenario("launch (busybox, btrfs)", SECONDS, 7, Scenarios::launch),
                new Scenario("8 launches at once", SECONDS, 3, Scenarios::launchesAtOnce),
                new Scenario("`exec true`", SECONDS, 11, side -> timed(side, "exec", "running", "--", "true")),
                new Scenario(
                        "exec stream in, 200 MB",
                        MEGABYTES_PER_SECOND,
                        3,
                        side -> shellStream(side, "cat \"$3\" | \"$0\" exec running -- sh -c 'cat > /dev/null'")),
                new Scenario(
                        "exec stream out, 200 MB",
                        MEGABYTES_PER_SECOND,
                        3,
                        side -> shellStream(side, "\"$0\" exec running -- head -c 209715200 /dev/zero > /dev/null")),
                new Scenario("file push, 200 MB", MEGABYTES_PER_SECOND, 3, Scenarios::push),
                new Scenario("file pull, 200 MB", MEGABYTES_PER_SECOND, 3, Scenarios::pull),
                new Scenario("snapshot (btrfs)", SECONDS, 7, Scenarios::snapshot),
                new Scenario("local copy (btrfs)", SECONDS, 7, side -> copy(side, "large", "pool", "")),
                new Scenario(
                        "copy between daemons, 200 MB, btrfs", SECONDS, 3, side -> copy(side, "large", "pool", "foo:")),
                new Scenario(
                        "copy between daemons, 200 MB, rsync",
                        SECONDS,
                        3,
                        side -> copy(side, "large-plain", "plain", "foo:")),
                new Scenario("publish (uncompressed, 200 MB)", SECONDS, 3, Scenarios::publish),
                new Scenario("image import (busybox)", SECONDS, 5, Scenarios::imageImport),
                new Scenario("daemon memory (PSS) after all this", MEGABYTES, 1, side -> side.memory() / 1e6));
    }

    private static double timed(Side side, String... arguments) {
        return timed(side.client().command(arguments));
    }

    private static double timed(Command command) {
        long start = System.nanoTime();
        command.within(Duration.ofMinutes(5)).run().succeeded();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double daemonStart(Side side) {
        Path directory = side.freshFolder();
        // The first start makes certificate and database; the second is what every start is.
        oneStart(side, directory);
        return oneStart(side, directory);
    }

    private static double oneStart(Side side, Path directory) {
        long start = System.nanoTime();
        Process process =
                side.daemonOn(directory).startLoggingTo(directory.resolveSibling(directory.getFileName() + ".log"));
        try {
            while (!answers(directory.resolve("unix.socket"))) {
                if (!process.isAlive() || System.nanoTime() - start > 60_000_000_000L) {
                    throw new IllegalStateException("the daemon of " + side.name() + " did not start");
                }
                LockSupport.parkNanos(5_000_000);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
            end(process);
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (var http = new UnixHttp(socket)) {
            return http.get("/1.0") == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static double calls(Side side, String path) {
        try (var http = new UnixHttp(side.daemon().lxdDir().resolve("unix.socket"))) {
            long warm = System.nanoTime() + 1_000_000_000L;
            while (System.nanoTime() < warm) {
                http.get(path);
            }
            long start = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - start < 2_000_000_000L) {
                http.get(path);
                count++;
            }
            return count / ((System.nanoTime() - start) / 1e9);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double launch(Side side) {
        String name = side.freshName();
        double seconds = timed(side, "launch", "bb", name);
        side.client().lxc("delete", "--force", name);
        return seconds;
    }

    private static double launchesAtOnce(Side side) {
        List<String> names =
                IntStream.range(0, 8).mapToObj(_ -> side.freshName()).toList();
        long start = System.nanoTime();
        var processes = new ArrayList<Process>();
        for (String name : names) {
            processes.add(side.client()
                    .command("launch", "bb", name)
                    .startLoggingTo(side.freshFolder().resolve("log")));
        }
        for (Process process : processes) {
            if (process.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("a launch at once failed");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        side.client()
                .command("delete", "--force")
                .with(names.toArray(String[]::new))
                .output();
        return seconds;
    }

    /** The line's $0 is the client in its surroundings, $3 the large file. */
    private static double shellStream(Side side, String line) {
        Command client = side.client().command();
        String program = client.words().getLast();
        var words = new ArrayList<>(client.words().subList(0, client.words().size() - 1));
        words.addAll(List.of("sh", "-c", line, program, "", "", side.largeFile().toString()));
        double seconds = timed(new Command(words, client.environment(), "", client.limit()));
        return Side.LARGE_MEGABYTES / seconds;
    }

    private static double push(Side side) {
        double seconds = timed(side, "file", "push", side.largeFile().toString(), "running/root/pushed");
        side.client().lxc("file", "delete", "running/root/pushed");
        return Side.LARGE_MEGABYTES / seconds;
    }

    private static double pull(Side side) {
        double seconds = timed(
                side, "file", "pull", "large/root/large", side.freshFolder().toString());
        return Side.LARGE_MEGABYTES / seconds;
    }

    private static double snapshot(Side side) {
        String name = side.freshName();
        double seconds = timed(side, "snapshot", "large", name);
        side.client().lxc("delete", "large/" + name);
        return seconds;
    }

    private static double copy(Side side, String source, String pool, String remote) {
        String name = remote + side.freshName();
        double seconds = timed(side, "copy", source, name, "--storage", pool);
        side.client().lxc("delete", name);
        return seconds;
    }

    private static double publish(Side side) {
        String alias = side.freshName();
        double seconds = timed(side, "publish", "large", "--alias", alias, "--compression", "none");
        side.client().lxc("image", "delete", alias);
        return seconds;
    }

    private static double imageImport(Side side) {
        side.client().lxc("image", "delete", "bb");
        return timed(side, "image", "import", side.image().toString(), "--alias", "bb");
    }
}
