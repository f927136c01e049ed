package io.gantry.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terminal that this process was started on. Terminal modes are set by the program {@code stty}. */
public final class SystemTerminal implements Terminal {
    private final InputStream in = new FileInputStream(FileDescriptor.in);
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public boolean isTerminal(Stream stream) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream.descriptor()))
                    .toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console")
                    || target.startsWith("/dev/hvc");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<FileStatus> inputStatus() {
        try {
            Map<String, Object> status = Files.readAttributes(Path.of("/proc/self/fd/0"), "unix:uid,gid,mode");
            return Optional.of(new FileStatus(
                    number(status.get("uid")), number(status.get("gid")), number(status.get("mode")) & 07777));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int number(@Nullable Object value) {
        return value instanceof Integer number ? number : 0;
    }

    @Override
    public boolean isControlled() {
        try (var _ = Files.newInputStream(Path.of("/dev/tty"))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<WindowSize> windowSize() {
        if (!isTerminal(Stream.OUTPUT)) {
            return Optional.empty();
        }
        try {
            String size = stty("/proc/self/fd/1", "size");
            int space = size.indexOf(' ');
            if (space < 0) {
                return Optional.empty();
            }
            return Optional.of(new WindowSize(
                    Integer.parseInt(size.substring(space + 1).strip()),
                    Integer.parseInt(size.substring(0, space).strip())));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public Scope enterRawMode() throws IOException {
        return changeMode("raw", "-echo");
    }

    @Override
    public Scope withoutEcho() throws IOException {
        return changeMode("-echo");
    }

    private Scope changeMode(String... mode) throws IOException {
        if (!isTerminal(Stream.INPUT)) {
            return () -> {};
        }
        String before = stty("/proc/self/fd/0", "-g").strip();
        // A terminal left raw by a killed client is unusable, so the mode is also restored at exit.
        var restore = new Thread(() -> restore(before), "terminal mode");
        Runtime.getRuntime().addShutdownHook(restore);
        stty("/proc/self/fd/0", mode);
        return () -> {
            restore(before);
            try {
                Runtime.getRuntime().removeShutdownHook(restore);
            } catch (IllegalStateException e) {
                // The JVM is already on its way out, and the hook runs anyway.
            }
        };
    }

    private static void restore(String mode) {
        try {
            stty("/proc/self/fd/0", mode);
        } catch (IOException e) {
            // Without a terminal there is nothing to restore.
        }
    }

    private static String stty(String terminal, String... arguments) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add("stty");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of(terminal).toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int status = waitFor(process);
        if (status != 0) {
            throw new IOException("stty " + String.join(" ", arguments) + " ended with status " + status);
        }
        return output;
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a program");
        }
    }

    @Override
    public Scope onSignal(String signal, Runnable handler) {
        return Signals.handle(signal, handler);
    }

    @Override
    public int run(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).inheritIO();
        giveBackLocale(builder.environment());
        builder.environment().putAll(environment);
        return waitFor(builder.start());
    }

    /** The launcher has chosen another locale for Java, and kept the user's. */
    private static void giveBackLocale(Map<String, String> environment) {
        String users = environment.remove("GANTRY_LC_ALL");
        if (users != null && users.isEmpty()) {
            environment.remove("LC_ALL");
        } else if (users != null) {
            environment.put("LC_ALL", users);
        }
    }
}
