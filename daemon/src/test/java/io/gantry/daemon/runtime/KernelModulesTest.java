package io.gantry.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.MemoryInstances;
import io.gantry.system.command.FakeCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What instances need of the host's kernel. */
class KernelModulesTest {
    private final FakeCommandRunner commands = new FakeCommandRunner();
    private final KernelModules modules = new KernelModules(commands);

    private static ExpandedInstance needing(String list) {
        return new MemoryInstances().add("c1", Map.of("linux.kernel_modules", list), Map.of());
    }

    @Test
    void eachIsLoadedInItsTurn() {
        modules.load(needing("no_such_one, no-such-two"));

        assertThat(commands.lines()).containsExactly("modprobe -b no_such_one", "modprobe -b no-such-two");
    }

    @Test
    void whatTheKernelHasIsNotLoadedBeItWrittenWithDashes() throws IOException {
        try (var present = Files.list(Path.of("/sys/module"))) {
            for (Path module : present.limit(20).toList()) {
                modules.load(needing(module.getFileName().toString().replace('_', '-')));
            }
        }

        assertThat(commands.lines()).isEmpty();
    }

    @Test
    void oneThatCannotBeLoadedIsNamedWithWhoNeedsIt() {
        commands.fail("modprobe -b no_such_one", 1, "not found in /lib/modules");

        assertThatThrownBy(() -> modules.load(needing("no_such_one,no_such_two")))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.INVALID_REQUEST))
                .hasMessageStartingWith("kernel module no_such_one, which instance c1 needs, cannot be loaded: ")
                .hasMessageContaining("not found in /lib/modules");
        assertThat(commands.lines()).hasSize(1);
    }
}
