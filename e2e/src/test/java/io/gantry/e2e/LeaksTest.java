package io.gantry.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.Project;
import io.gantry.e2e.fixture.Scratch;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The check for what a run leaves behind: it sees what is the run's, and nothing else. */
class LeaksTest {
    private static final String LEAKS =
            Project.root().resolve("packaging/leaks").toString();

    @Test
    void aRunThatLeftNothingIsClean() throws IOException {
        try (var scratch = new Scratch()) {
            Path before = before(scratch);

            assertThat(after(before, scratch.folder("mine"))).isEmpty();
        }
    }

    @Test
    void aProcessIsSeenByItsArgumentsItsFolderAndItsEnvironment() throws IOException {
        try (var scratch = new Scratch()) {
            Path before = before(scratch);
            Path mine = scratch.folder("mine");
            Process[] left = {
                Command.of("tail", "-f", "--", "/dev/null", mine + "/argument").start(),
                Command.of("sh", "-c", "cd '" + mine + "' && exec tail -f /dev/null")
                        .start(),
                Command.of("tail", "-f", "/dev/null")
                        .environment("GANTRY_RUN", mine.toString())
                        .start()
            };
            try {
                for (Process process : left) {
                    Await.until(
                            "the check sees " + process.pid(),
                            Duration.ofSeconds(20),
                            () -> after(before, mine).contains("process " + process.pid() + " "));
                }
            } finally {
                for (Process process : left) {
                    process.destroyForcibly().onExit().join();
                }
            }
            assertThat(after(before, mine)).isEmpty();
        }
    }

    @Test
    void mountsAndNetworkNamespacesAreSeen() throws IOException {
        try (var scratch = new Scratch()) {
            Path before = before(scratch);
            Path mine = scratch.folder("mine-" + scratch.folder().getFileName());
            String namespace = "gantry-" + mine.getFileName() + "-x";
            Path mountPoint = Files.createDirectory(mine.resolve("mount"));
            Command.of("ip", "netns", "add", namespace).output();
            try {
                Command.of("mount", "-t", "tmpfs", "none", mountPoint.toString())
                        .output();
                assertThat(after(before, mine))
                        .contains("network namespace " + namespace)
                        .contains("mount " + mountPoint)
                        // Whoever calls the check kills what it names.
                        .doesNotContain("process " + ProcessHandle.current().pid() + " ");
            } finally {
                Command.of("umount", mountPoint.toString()).run();
                Command.of("ip", "netns", "del", namespace).run();
            }
            // A program that another test started meanwhile in mounts of its own may have kept it, and is told as a
            // process.
            assertThat(after(before, mine)).doesNotContain("network namespace ").doesNotContain("\nmount ");
        }
    }

    /** liblxc makes the group lxc.pivot at the first start on a machine, and it is nobody's. */
    @Test
    void aNewEmptyControlGroupOfAContainerIsSeenAndTheOneThatLiblxcKeepsIsNot() throws IOException {
        try (var scratch = new Scratch()) {
            Path before = before(scratch);
            Path hierarchy = Path.of("/sys/fs/cgroup/pids");
            Path pivot = hierarchy.resolve("lxc.pivot");
            boolean made = !Files.exists(pivot);
            if (made) {
                Files.createDirectory(pivot);
            }
            Path group = Files.createDirectory(
                    hierarchy.resolve("lxc.payload." + scratch.folder().getFileName()));
            try {
                // As on a machine that had no group of a container before.
                Files.writeString(before, "");
                assertThat(after(before, scratch.folder("mine")))
                        .contains("cgroup " + group)
                        .doesNotContain("lxc.pivot");
            } finally {
                Files.delete(group);
                if (made) {
                    Files.delete(pivot);
                }
            }
        }
    }

    /** Whatever a test made of its containers, the next one finds the machine as it was. */
    @Test
    void aFrozenContainerThatOutlivedItsDaemonEndsWithItsTestAndLeavesNoControlGroup() {
        String name = "left-" + ProcessHandle.current().pid();
        try (var hosts = new TwoHosts();
                Daemon daemon = hosts.first().startGantry()) {
            Client user = hosts.first().client();
            user.lxc("storage", "create", "pool", "dir");
            user.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
            user.lxc(
                    "image",
                    "import",
                    BusyboxImage.writeTo(hosts.scratch().folder()).toString(),
                    "--alias",
                    "bb");
            user.lxc("launch", "bb", name);
            user.lxc("pause", name);
            assertThat(groupsOf(name)).isNotEmpty();
            daemon.kill();
        }

        assertThat(groupsOf(name)).isEmpty();
    }

    private static String groupsOf(String container) {
        return Command.of("find", "/sys/fs/cgroup", "-name", "lxc.*." + container + "*")
                .run()
                .text();
    }

    private static Path before(Scratch scratch) {
        Path file = scratch.folder().resolve("before");
        Command.of(LEAKS, "before", file.toString()).output();
        return file;
    }

    /** What the check prints but for groups of containers that other tests start meanwhile; its exit status says the same. */
    private static String after(Path before, Path folder) {
        Command.Outcome outcome =
                Command.of(LEAKS, "after", before.toString(), folder.toString()).run();
        assertThat(outcome.status()).isEqualTo(outcome.text().isEmpty() ? 0 : 1);
        String own = requireNonNull(before.getParent()).getFileName().toString();
        return outcome.text()
                .lines()
                .filter(line -> !line.startsWith("cgroup ") || line.contains(own) || line.contains("lxc.pivot"))
                .collect(Collectors.joining("\n"));
    }
}
