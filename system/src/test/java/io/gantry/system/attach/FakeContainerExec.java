package io.gantry.system.attach;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs in containers without containers: it knows {@code cat}, {@code echo}, {@code env}, {@code pwd}, {@code sleep},
 * {@code stty size}, and of the shell {@code sh -c 'exit N'} and {@code sh -c 'echo TEXT >&2'}. All others do not exist.
 */
public final class FakeContainerExec implements ContainerExec {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALLED = 128;
    private static final int HANGUP = 1;
    private static final int KILL = 9;
    private static final Set<String> DIRECTORIES = Set.of("/", "/root", "/tmp", "/etc");
    private static final Pattern EXIT = Pattern.compile("exit ([0-9]+)");
    private static final Pattern COMPLAIN = Pattern.compile("echo (.*) >&2");

    private final List<AttachRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> signals = new CopyOnWriteArrayList<>();

    /** All programs that were to be run, in order. */
    public List<AttachRequest> requests() {
        return List.copyOf(requests);
    }

    /** All signals that programs got, in order. */
    public List<Integer> signals() {
        return List.copyOf(signals);
    }

    @Override
    public AttachedProgram withPipes(AttachRequest request) {
        var program = new Program(request, new WindowSize(0, 0));
        program.begin();
        return program;
    }

    @Override
    public AttachedTerminal onTerminal(AttachRequest request, WindowSize size) {
        var program = new Program(request, size);
        var terminal = new Terminal(program);
        program.begin();
        return terminal;
    }

    @Override
    public Attached toFiles(AttachRequest request, Path output, Path errors) {
        var program = new Program(request, new WindowSize(0, 0));
        program.begin();
        try {
            program.input().close();
            copy(program.output(), output);
            copy(program.errors(), errors);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return program;
    }

    private static void copy(InputStream from, Path to) throws IOException {
        byte[] all = from.readAllBytes();
        if (!to.equals(Path.of("/dev/null"))) {
            Files.write(to, all, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** A pipe of the kernel, whose ends may be closed in any order. */
    private static Pipe pipe() {
        try {
            return Pipe.open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private final class Program implements AttachedProgram {
        private final AttachRequest request;
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final Pipe input = pipe();
        private final Pipe output = pipe();
        private final Pipe errors = pipe();
        private volatile WindowSize size;

        Program(AttachRequest request, WindowSize size) {
            this.request = request;
            this.size = size;
        }

        void begin() {
            requests.add(request);
            Thread.ofVirtual().name("fake " + request.command()).start(() -> {
                try {
                    end(run());
                } catch (IOException gone) {
                    end(SIGNALLED);
                }
            });
        }

        private int run() throws IOException {
            List<String> command = request.command();
            String rest = String.join(" ", command.subList(1, command.size()));
            return switch (command.getFirst()) {
                case "echo" -> print(rest);
                case "env" -> {
                    var lines = new ArrayList<>(List.of("container=lxc"));
                    request.environment().forEach((name, value) -> lines.add(name + "=" + value));
                    yield print(String.join("\n", lines));
                }
                case "pwd" -> print(DIRECTORIES.contains(request.directory()) ? request.directory() : "/");
                case "stty" -> print(size.rows() + " " + size.columns());
                case "cat" -> cat();
                case "sleep" -> status.join();
                case "sh" -> shell(command.getLast());
                default -> DIRECTORIES.contains(command.getFirst()) ? NOT_EXECUTABLE : NOT_FOUND;
            };
        }

        private int print(String text) throws IOException {
            output.sink().write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
            return 0;
        }

        private int cat() throws IOException {
            Channels.newInputStream(input.source()).transferTo(Channels.newOutputStream(output.sink()));
            return 0;
        }

        private int shell(String script) throws IOException {
            Matcher exit = EXIT.matcher(script);
            if (exit.matches()) {
                return Integer.parseInt(exit.group(1));
            }
            Matcher complaint = COMPLAIN.matcher(script);
            if (complaint.matches()) {
                errors.sink().write(ByteBuffer.wrap((complaint.group(1) + "\n").getBytes(StandardCharsets.UTF_8)));
                return 0;
            }
            return NOT_FOUND;
        }

        private void end(int code) {
            status.complete(code);
            for (AutoCloseable end : List.of(input.source(), output.sink(), errors.sink())) {
                try {
                    end.close();
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            }
        }

        @Override
        public OutputStream input() {
            return Channels.newOutputStream(input.sink());
        }

        @Override
        public InputStream output() {
            return Channels.newInputStream(output.source());
        }

        @Override
        public InputStream errors() {
            return Channels.newInputStream(errors.source());
        }

        @Override
        public void signal(int number) {
            if (!status.isDone()) {
                signals.add(number);
                end(SIGNALLED + number);
            }
        }

        @Override
        public int waitFor() {
            return status.join();
        }

        @Override
        public void abandon() {
            signal(KILL);
        }

        @Override
        public void close() {
            signal(KILL);
        }
    }

    /** A program on a terminal, which shows what is typed. */
    private record Terminal(Program program) implements AttachedTerminal {
        private static final byte END_OF_FILE = 4;

        @Override
        public void type(ByteBuffer bytes) throws IOException {
            byte[] typed = new byte[bytes.remaining()];
            bytes.get(typed);
            for (byte one : typed) {
                if (one == END_OF_FILE) {
                    program.input.sink().close();
                    return;
                }
                program.input.sink().write(ByteBuffer.wrap(new byte[] {one}));
            }
        }

        @Override
        public void resize(WindowSize size) {
            program.size = size;
        }

        @Override
        public void hangUp() {
            program.signal(HANGUP);
        }

        @Override
        public InputStream output() {
            return program.output();
        }

        @Override
        public void signal(int number) {
            program.signal(number);
        }

        @Override
        public int waitFor() {
            return program.waitFor();
        }

        @Override
        public void abandon() {
            program.abandon();
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
