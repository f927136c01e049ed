package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Project;
import io.gantry.e2e.fixture.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The programs' launchers: found through links, from anywhere, in a bare environment, many at once. */
class LauncherTest {
    private static final Path LXC = Project.program("lxc");
    private static final Path DISTRIBUTION = Project.root().resolve("target/gantry");

    @Test
    void worksThroughLinksFromAnyFolder() throws IOException {
        try (var scratch = new Scratch()) {
            Path first = Files.createSymbolicLink(scratch.folder().resolve("first"), LXC);
            Path second = Files.createSymbolicLink(scratch.folder("deep er").resolve("second"), Path.of("../first"));

            assertThat(version(scratch, second.toString())).isNotEmpty();
            assertThat(version(scratch, "sh", "-c", "cd '" + second.getParent() + "' && ./second \"$@\"", "sh"))
                    .isNotEmpty();
            assertThat(version(
                            scratch, "sh", "-c", "PATH='" + DISTRIBUTION.resolve("bin") + "':$PATH; lxc \"$@\"", "sh"))
                    .isNotEmpty();
            assertThat(first).exists();
        }
    }

    @Test
    void runsManyTimesAtOnceAndWritesNothingIntoTheDistribution() {
        try (var scratch = new Scratch()) {
            String before = listing();

            List<String> versions = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(_ -> version(scratch, LXC.toString()))
                    .distinct()
                    .toList();

            assertThat(versions).hasSize(1);
            assertThat(listing()).isEqualTo(before);
        }
    }

    @Test
    void theProcessIsTheProgramItself() throws InterruptedException {
        try (var scratch = new Scratch()) {
            Process process = Command.of(Project.program("lxd").toString())
                    .environment("LXD_DIR", scratch.folder("lxd").toString())
                    .startLoggingTo(scratch.folder().resolve("log"));
            try {
                Command.of(Project.program("lxd").toString(), "waitready", "--timeout=60")
                        .environment("LXD_DIR", scratch.folder("lxd").toString())
                        .output();
                assertThat(process.info().command().orElse("")).endsWith("/java");
                process.destroy();
                assertThat(process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static String listing() {
        return Command.of("find", DISTRIBUTION.toString(), "-printf", "%p %s %T@\\n")
                .output();
    }

    private static String version(Scratch scratch, String... words) {
        return Command.of(words)
                .environment("LXD_DIR", scratch.folder("none").toString())
                .environment("LXD_CONF", scratch.folder("conf").toString())
                .with("remote", "list")
                .output();
    }
}
