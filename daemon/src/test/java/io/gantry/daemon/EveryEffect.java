package io.gantry.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gantry.client.server.ApiException;
import io.gantry.daemon.instance.FakeContainers;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tries an act with a failure of each of its effects, and with a crash after each of them.
 *
 * <p>The act runs once to learn its effects ({@link Effects}). Then, from the same state each time, effect N fails: the
 * act must have happened or not, and nothing may be half-made, at once as well as after a new start. And effect N is the
 * last one before a crash: a new daemon must settle the same. What "happened" and "not" mean, the caller checks;
 * {@link TestDaemon#requireWhole} is always checked.
 */
public final class EveryEffect {
    private final Path directory;
    private final Path before;
    private FakeContainers containersBefore = new FakeContainers();
    private boolean mayWaitForStart;

    /** @param folder an empty one, in which daemons and copies of their directories come and go */
    public EveryEffect(Path folder) {
        this.directory = folder.resolve("lxd");
        this.before = folder.resolve("before");
    }

    /**
     * For acts that cannot be taken back from some effect on, such as removing: where one fails after that and has left
     * its intent, the next start may bring it to its end.
     */
    public EveryEffect endedByTheNextStart() {
        mayWaitForStart = true;
        return this;
    }

    /** Work with a daemon; its exceptions fail the test, but for those of an act that is let fail. */
    @FunctionalInterface
    public interface Step {
        void on(TestDaemon daemon) throws Exception;
    }

    /**
     * The tests of one act.
     *
     * @param preparation makes the state from which the act begins
     * @param act what is tried: one request with its operation, or several
     * @param done passes where the act has happened
     * @param undone passes where it has not
     */
    public List<DynamicTest> of(Step preparation, Step act, Step done, Step undone) throws Exception {
        prepare(preparation);
        List<String> effects = effects(act, done);
        var tests = new ArrayList<DynamicTest>();
        for (int number = 0; number < effects.size(); number++) {
            int chosen = number;
            String name = number + " " + effects.get(number);
            tests.add(dynamicTest("failure of " + name, () -> failure(chosen, act, done, undone)));
            tests.add(dynamicTest("crash after " + name, () -> crash(chosen, act, done, undone)));
        }
        return tests;
    }

    private void prepare(Step preparation) throws Exception {
        var host = new TestHost(directory);
        try (TestDaemon daemon = host.start()) {
            preparation.on(daemon);
            daemon.requireSettled();
        }
        containersBefore = host.containers().copy();
        copy(directory, before);
    }

    private List<String> effects(Step act, Step done) throws Exception {
        try (TestDaemon daemon = restored().start()) {
            daemon.effects().count();
            act.on(daemon);
            List<String> effects = daemon.effects().happened();
            assertThat(effects).isNotEmpty();
            done.on(daemon);
            daemon.requireSettled();
            return effects;
        }
    }

    private void failure(int number, Step act, Step done, Step undone) throws Exception {
        TestHost host = restored();
        try (TestDaemon daemon = host.start()) {
            daemon.effects().failAt(number);
            attempt(act, daemon);
            assertThat(daemon.effects().isReached()).isTrue();
            if (!mayWaitForStart || daemon.isSettled()) {
                requireOneOf(daemon, done, undone);
            }
        }
        try (TestDaemon next = host.start()) {
            next.requireSettled();
            requireOneOf(next, done, undone);
        }
    }

    private void crash(int number, Step act, Step done, Step undone) throws Exception {
        TestHost host = restored();
        TestDaemon daemon = host.start();
        try {
            daemon.effects().crashAfter(number);
            attempt(act, daemon);
            assertThat(daemon.effects().isReached()).isTrue();
        } finally {
            daemon.crash();
        }
        try (TestDaemon next = host.start()) {
            next.requireSettled();
            requireOneOf(next, done, undone);
        }
    }

    /** An act of which an effect fails may succeed all the same, or say that it failed. */
    private static void attempt(Step act, TestDaemon daemon) throws Exception {
        try {
            act.on(daemon);
        } catch (TestDaemon.OperationFailure | ApiException _) {
            // What is there then is checked, whatever was said.
        }
    }

    private static void requireOneOf(TestDaemon daemon, Step done, Step undone) throws Exception {
        daemon.requireWhole();
        try {
            done.on(daemon);
        } catch (AssertionError | IOException isNotDone) {
            try {
                undone.on(daemon);
            } catch (AssertionError | IOException isNotUndone) {
                var neither = new AssertionError("neither done nor undone: it is not done, as " + isNotDone.getMessage()
                        + "; it is not undone, as " + isNotUndone.getMessage());
                neither.addSuppressed(isNotDone);
                neither.addSuppressed(isNotUndone);
                throw neither;
            }
        }
    }

    /** The host as it was before the act. */
    private TestHost restored() throws IOException {
        delete(directory);
        copy(before, directory);
        var host = new TestHost(directory);
        host.runs(containersBefore.copy());
        return host;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.copy(path, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
