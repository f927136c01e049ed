package io.gantry.system.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs programs as child processes of this one. */
public final class ProcessCommandRunner implements CommandRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessCommandRunner.class);
    private static final int OUTPUT_LIMIT = 64 << 20;

    @Override
    public CommandOutput run(Command command) {
        Process process = spawn(command, false);
        try (ProcessStreams _ = new ProcessStreams(process)) {
            FutureTask<byte[]> output = inBackground("output", () -> readBounded(process.getInputStream()));
            FutureTask<String> errors = inBackground("errors", () -> TailReader.tailOf(process.getErrorStream()));
            feed(command.input(), process.getOutputStream());
            if (!endsInTime(command, process)) {
                ProcessTree.kill(process);
                throw new CommandTimedOutException(command);
            }
            String tail = errors.get();
            byte[] bytes = output.get();
            if (process.exitValue() != 0) {
                throw new CommandFailedException(command, process.exitValue(), tail);
            }
            return new CommandOutput(bytes, tail);
        } catch (InterruptedException interrupted) {
            ProcessTree.kill(process);
            Thread.currentThread().interrupt();
            throw new CommandInterruptedException(command, interrupted);
        } catch (ExecutionException broken) {
            ProcessTree.kill(process);
            throw new CommandFailedException(command, -1, "reading its output: " + broken.getCause());
        }
    }

    @Override
    public RunningCommand start(Command command, ErrorStream errors) {
        Process process = spawn(command, true);
        RunningCommand running = new RunningProcess(command, process, errors);
        if (!(command.input() instanceof CommandInput.Empty)) {
            feed(command.input(), process.getOutputStream());
        }
        return running;
    }

    private static Process spawn(Command command, boolean keepsInputOpen) {
        List<String> line = new ArrayList<>();
        line.add(command.program());
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line);
        // Tools' messages are read by programs: they have to be the untranslated ones.
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(command.environment());
        if (command.workingDirectory() != null) {
            builder.directory(command.workingDirectory().toFile());
        }
        if (command.input() instanceof CommandInput.FromFile(var file)) {
            builder.redirectInput(file.toFile());
        }
        LOG.debug("running {}", command.line());
        try {
            Process process = builder.start();
            if (command.input() instanceof CommandInput.Empty && !keepsInputOpen) {
                process.getOutputStream().close();
            }
            return process;
        } catch (IOException failure) {
            throw new MissingProgramException(command, failure);
        }
    }

    private static void feed(CommandInput input, OutputStream stdin) {
        switch (input) {
            case CommandInput.Empty _, CommandInput.FromFile _ -> {}
            case CommandInput.Text(var text) ->
                Thread.ofVirtual().name("command input").start(() -> {
                    write(stdin, text.getBytes(StandardCharsets.UTF_8));
                });
            case CommandInput.FromStream(var stream) ->
                Thread.ofVirtual().name("command input").start(() -> copy(stream, stdin));
        }
    }

    private static void write(OutputStream stdin, byte[] bytes) {
        try (stdin) {
            stdin.write(bytes);
        } catch (IOException closed) {
            // A command may end without reading all of its input; its exit status tells whether that is a failure.
            LOG.debug("a command left input unread: {}", closed.getMessage());
        }
    }

    private static void copy(InputStream source, OutputStream stdin) {
        try (stdin) {
            source.transferTo(stdin);
        } catch (IOException closed) {
            LOG.debug("a command's input ended early: {}", closed.getMessage());
        }
    }

    private static boolean endsInTime(Command command, Process process) throws InterruptedException {
        if (command.limit().equals(Command.UNLIMITED)) {
            process.waitFor();
            return true;
        }
        return process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static byte[] readBounded(InputStream stream) throws IOException {
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            if (collected.size() + count > OUTPUT_LIMIT) {
                throw new IOException("more than " + OUTPUT_LIMIT + " bytes of output");
            }
            collected.write(buffer, 0, count);
        }
        return collected.toByteArray();
    }

    private static <T> FutureTask<T> inBackground(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("command " + name).start(task);
        return task;
    }
}
