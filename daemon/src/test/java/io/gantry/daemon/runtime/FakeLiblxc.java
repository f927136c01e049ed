package io.gantry.daemon.runtime;

import static java.util.Objects.requireNonNull;

import io.gantry.daemon.device.host.Effects;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandOutput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.RunningCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * liblxc's programs, and processes, without containers: one that runs is a number, and a folder that says which control
 * groups it has. Thread-safe.
 */
final class FakeLiblxc implements CommandRunner, HostProcesses {
    private static final long FIRST = 5000;

    private final Path directory;
    private final Effects effects;
    private final Map<String, Long> inits = new TreeMap<>();
    private final Map<Long, CountDownLatch> ends = new ConcurrentHashMap<>();
    private final Set<String> stubborn = new HashSet<>();
    private long next = FIRST;

    /** @param directory for {@code proc} and {@code cgroup} */
    FakeLiblxc(Path directory, Effects effects) {
        this.directory = directory;
        this.effects = effects;
    }

    /** A container that does not end when it is asked. */
    synchronized void hearsNothing(String name) {
        stubborn.add(name);
    }

    /** A container that runs, as an earlier daemon has started it. */
    synchronized long run(String name) {
        long init = next;
        next += 2;
        inits.put(name, init);
        ends.put(init + 1, new CountDownLatch(1));
        try {
            Path group = Files.createDirectories(directory.resolve("cgroup/lxc.payload." + name));
            for (String file : List.of("memory.max", "pids.max", "cpuset.cpus", "cpu.weight", "cpu.max")) {
                Files.writeString(group.resolve(file), "max\n");
            }
            Files.writeString(group.resolve("cgroup.freeze"), "0\n");
            Path process = Files.createDirectories(directory.resolve("proc/" + init));
            Files.writeString(process.resolve("cgroup"), "0::/lxc.payload." + name + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return init;
    }

    /** A container is rebooted from inside: its init is another process, its monitor is the same. */
    synchronized long reboot(String name) throws IOException {
        long old = requireNonNull(inits.get(name));
        long init = next;
        next += 2;
        inits.put(name, init);
        ends.put(init + 1, requireNonNull(ends.get(old + 1)));
        Path process = Files.createDirectories(directory.resolve("proc/" + init));
        Files.move(directory.resolve("proc/" + old + "/cgroup"), process.resolve("cgroup"));
        return init;
    }

    /** All processes of a container end. */
    synchronized void end(String name) {
        Long init = inits.remove(name);
        if (init != null) {
            requireNonNull(ends.get(init + 1)).countDown();
        }
    }

    synchronized boolean isRunning(String name) {
        return inits.containsKey(name);
    }

    @Override
    public CommandOutput run(Command command) {
        List<String> words = command.arguments();
        String program = command.program().equals("env") ? words.get(1) : command.program();
        String name = words.contains("-n") ? words.get(words.indexOf("-n") + 1) : "";
        switch (program) {
            case "lxc-start" -> {
                effects.happen("start " + name);
                run(name);
            }
            case "lxc-info" -> {
                return info(command, name);
            }
            case "lxc-stop" -> {
                boolean isKilled = words.contains("--kill");
                effects.happen((isKilled ? "kill " : "ask ") + name);
                if (isKilled || !isStubborn(name)) {
                    end(name);
                }
            }
            default -> effects.happen(command.line());
        }
        return CommandOutput.of("");
    }

    private synchronized boolean isStubborn(String name) {
        return stubborn.contains(name);
    }

    private synchronized CommandOutput info(Command command, String name) {
        Long init = inits.get(name);
        if (init == null) {
            throw new CommandFailedException(command, 1, name + " doesn't exist");
        }
        return CommandOutput.of(init + "\n");
    }

    @Override
    public RunningCommand start(Command command, ErrorStream errors) {
        throw new AssertionError("nothing goes on: " + command);
    }

    @Override
    public synchronized boolean isAlive(long pid) {
        return inits.containsValue(pid);
    }

    @Override
    public String allowedCpus() {
        return "0-3";
    }

    @Override
    public synchronized long parentOf(long pid) throws IOException {
        if (!inits.containsValue(pid)) {
            throw new IOException("no process " + pid);
        }
        return pid + 1;
    }

    @Override
    public void awaitEnd(long pid) {
        try {
            requireNonNull(ends.get(pid)).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void endIn(Path rootfs, long pid) {
        effects.happen("end what is left of " + pid);
    }

    @Override
    public void endAllIn(Path rootfs) {
        effects.happen("end all in " + rootfs.resolveSibling("").getFileName());
    }
}
