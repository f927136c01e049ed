package io.gantry.storage.tree;

import io.gantry.storage.QuotaExceededException;
import io.gantry.storage.StorageException;
import io.gantry.storage.UnavailableDriverException;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.CommandInterruptedException;
import io.gantry.system.command.MissingProgramException;
import io.gantry.system.nativecall.Errno;
import io.gantry.system.nativecall.SystemCallException;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Turns what commands, calls and files throw into storage exceptions that name what was being done. */
public final class StorageFailures {
    private StorageFailures() {}

    /** Work that answers nothing. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /**
     * Does some work. An interrupt stays a {@link CommandInterruptedException}.
     *
     * @param act for the message: it comes after "cannot"
     */
    public static void during(String act, Work work) {
        ask(act, () -> {
            work.run();
            return true;
        });
    }

    /** As {@link #during}, for work with an answer. */
    public static <T> T ask(String act, Callable<T> work) {
        try {
            return work.call();
        } catch (StorageException | CommandInterruptedException known) {
            throw known;
        } catch (MissingProgramException missing) {
            throw new UnavailableDriverException("cannot %s: the program %s is not installed"
                    .formatted(act, missing.command().program()));
        } catch (CommandFailedException failure) {
            String reason = lastLine(failure.errors());
            throw translated(act, reason.isEmpty() ? String.valueOf(failure.getMessage()) : reason, failure);
        } catch (SystemCallException failure) {
            if (failure.is(Errno.ENOSPC) || failure.is(Errno.EDQUOT)) {
                throw new QuotaExceededException("cannot %s: %s".formatted(act, failure.getMessage()));
            }
            throw new StorageException("cannot %s: %s".formatted(act, failure.getMessage()), failure);
        } catch (CommandException | IOException failure) {
            throw translated(act, String.valueOf(failure.getMessage()), failure);
        } catch (RuntimeException defect) {
            throw defect;
        } catch (Exception failure) {
            throw new StorageException("cannot %s: %s".formatted(act, failure), failure);
        }
    }

    private static StorageException translated(String act, String reason, Throwable failure) {
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device") || lower.contains("quota exceeded")) {
            return new QuotaExceededException("cannot %s: %s".formatted(act, reason));
        }
        return new StorageException("cannot %s: %s".formatted(act, reason), failure);
    }

    private static String lastLine(String errors) {
        return errors.strip().lines().reduce((_, last) -> last).orElse("").strip();
    }
}
