package io.gantry.system.command;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A child process as a {@link RunningCommand}. */
final class RunningProcess implements RunningCommand {
    /** For a process that the kernel holds though it was killed. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);

    private final Command command;
    private final Process process;
    private final InputStream errors;
    private final FutureTask<String> collectedErrors;

    RunningProcess(Command command, Process process, ErrorStream errors) {
        this.command = command;
        this.process = process;
        switch (errors) {
            case COLLECTED -> {
                this.errors = InputStream.nullInputStream();
                this.collectedErrors = new FutureTask<>(() -> TailReader.tailOf(process.getErrorStream()));
                Thread.ofVirtual().name("command errors").start(collectedErrors);
            }
            case LIVE -> {
                this.errors = process.getErrorStream();
                this.collectedErrors = new FutureTask<>(() -> "");
                collectedErrors.run();
            }
            default -> throw new AssertionError(errors);
        }
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public InputStream errors() {
        return errors;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public int waitFor() {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandInterruptedException(command, interrupted);
        }
    }

    @Override
    public void waitForSuccess() {
        int status = waitFor();
        if (status != 0) {
            throw new CommandFailedException(command, status, tailOfErrors());
        }
    }

    private String tailOfErrors() {
        try {
            return collectedErrors.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandInterruptedException(command, interrupted);
        } catch (ExecutionException unreadable) {
            return "reading its errors: " + unreadable.getCause();
        }
    }

    @Override
    public void kill() {
        if (process.isAlive()) {
            ProcessTree.kill(process);
        }
    }

    @Override
    public void close() {
        kill();
        // What it held, such as a subvolume that it was sending, is free only when it is gone. An interrupt of this
        // thread does not shorten the wait.
        process.onExit()
                .completeOnTimeout(process, LONGEST_DEATH.toSeconds(), TimeUnit.SECONDS)
                .join();
        new ProcessStreams(process).close();
    }
}
