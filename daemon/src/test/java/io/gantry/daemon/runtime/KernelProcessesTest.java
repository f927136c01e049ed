package io.gantry.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelProcessesTest {
    private static final long NO_SUCH = Integer.MAX_VALUE;

    @TempDir
    private Path directory;

    private final KernelProcesses processes = new KernelProcesses();

    @Test
    void aProcessIsAliveUntilItEndsAndHasAParent() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        assertThat(processes.isAlive(child.pid())).isTrue();
        assertThat(processes.parentOf(child.pid()))
                .isEqualTo(ProcessHandle.current().pid());

        child.destroyForcibly();
        processes.awaitEnd(child.pid());
        child.waitFor();
        assertThat(processes.isAlive(child.pid())).isFalse();
    }

    @Test
    void oneThatIsNotThereHasNoParentAndNoEndToWaitFor() {
        assertThat(processes.isAlive(NO_SUCH)).isFalse();
        assertThatThrownBy(() -> processes.parentOf(NO_SUCH)).isInstanceOf(IOException.class);
        processes.awaitEnd(NO_SUCH);
    }

    @Test
    void whoHasAnotherRootDirectoryIsLetLive() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try {
            processes.endIn(directory, child.pid());
            processes.endAllIn(directory);
            processes.endAllIn(directory.resolve("absent"));

            assertThat(child.isAlive()).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void theCpusAreAListOfNumbers() {
        assertThat(processes.allowedCpus()).matches("[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*");
    }
}
