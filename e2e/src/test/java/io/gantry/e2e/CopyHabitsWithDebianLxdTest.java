package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Pair;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Copies as people make them between Debian's LXD 5.0.2 ({@code foo}) and our daemon, with either client: of containers
 * that run, that have what is not known here, again and again.
 */
class CopyHabitsWithDebianLxdTest {
    /** A key and a device that LXD has and we have not. */
    private static final String FOREIGN_KEY = "migration.incremental.memory";

    private static Pair pair;
    private static Client user;
    /** Debian's client beside our daemon. */
    private static Client debian;

    @BeforeAll
    static void start() {
        pair = Pair.withDebianLxd("dir", "dir");
        user = pair.user();
        debian = pair.hosts().first().debianClient();
        pair.trust(debian);
        user.lxc("image", "copy", "bb", "foo:", "--alias", "bb");
        user.lxc("init", "foo:bb", "foo:c1");
        user.lxc("start", "foo:c1");
        user.lxc("exec", "foo:c1", "--", "sh", "-c", "echo mine > /root/mine; chown 33:33 /root/mine");
        Client lxd = pair.administratorOfFoo();
        lxd.lxc("config", "set", "c1", FOREIGN_KEY, "true");
        lxd.lxc("config", "device", "add", "c1", "stick", "usb", "vendorid=1234");
        lxd.lxc("snapshot", "c1", "s0");
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @ParameterizedTest
    @CsvSource({"pull, true", "relay, true", "push, false"})
    void whatIsNotKnownHereIsLeftOutAndNamed(String mode, boolean isDebian) {
        String name = "left-out-" + mode;
        Command.Outcome copied =
                (isDebian ? debian : user).attempt("copy", "foo:c1", "local:" + name, "--stateless", "--mode", mode);
        assertThat(copied.status()).as(copied.errorText()).isZero();
        if (!isDebian) {
            assertThat(copied.errorText())
                    .contains(name + ": Unknown configuration key: " + FOREIGN_KEY)
                    .contains(name + "/s0: Unknown configuration key: " + FOREIGN_KEY)
                    .contains("\"stick\"");
        }
        assertThat(user.lxc("config", "show", name))
                .doesNotContain(FOREIGN_KEY)
                .doesNotContain("stick")
                .contains("idmap: '[]'");
        user.lxc("restore", name, "s0");
        user.lxc("start", name);
        assertThat(user.lxc("exec", name, "--", "stat", "-c", "%u:%g", "/root/mine", "/root"))
                .isEqualTo("33:33\n0:0");
        user.lxc("delete", "--force", name);
    }

    @Test
    void aStrictCopyIsRefusedBeforeAnythingIsMadeAndSoIsWhatAUserSets() {
        assertThat(user.refused("copy", "foo:c1", "strict", "--stateless", "--strict"))
                .contains(FOREIGN_KEY)
                .contains("stick");
        assertThat(user.refused("copy", "foo:c1/s0", "strict", "--strict")).contains(FOREIGN_KEY);
        assertThat(user.lxc("list", "--format", "csv", "--columns", "n")).doesNotContain("strict");
        user.lxc("init", "bb", "own");
        assertThat(user.refused("config", "set", "own", FOREIGN_KEY, "true")).contains(FOREIGN_KEY);
        assertThat(debian.refused("config", "set", "own", FOREIGN_KEY, "true")).contains(FOREIGN_KEY);
        user.lxc("delete", "own");
    }

    /** A backup that is brought up to date while its source runs and changes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupFollowsFilesConfigurationAndSnapshots(boolean isDebian) {
        Client client = isDebian ? debian : user;
        Client lxd = pair.administratorOfFoo();
        String there = "foo:back-" + isDebian;
        for (int round = 1; round <= 2; round++) {
            user.lxc("exec", "foo:c1", "--", "sh", "-c", "echo " + round + " > /root/round");
            lxd.lxc("config", "set", "c1", "user.round", Integer.toString(round));
            if (round == 2) {
                lxd.lxc("config", "device", "add", "c1", "data", "disk", "source=/tmp", "path=/mnt");
            }
            lxd.lxc("snapshot", "c1", "r" + round + isDebian);

            client.lxc("copy", "foo:c1", "local:backup", "--refresh");
            assertThat(user.lxc("config", "get", "backup", "user.round")).isEqualTo(Integer.toString(round));
            assertThat(user.lxc("config", "show", "backup")).doesNotContain("stick");
            assertThat(user.lxc("query", "/1.0/instances/backup/snapshots")).contains("/r" + round + isDebian);
            user.lxc("start", "backup");
            assertThat(user.lxc("exec", "backup", "--", "cat", "/root/round")).isEqualTo(Integer.toString(round));
            assertThat(user.lxc("exec", "backup", "--", "stat", "-c", "%u:%g", "/root/mine", "/root"))
                    .isEqualTo("33:33\n0:0");

            client.lxc("copy", "local:backup", there, "--refresh");
            assertThat(user.lxc("config", "get", there, "user.round")).isEqualTo(Integer.toString(round));
            user.lxc("stop", "--force", "backup");
        }
        assertThat(user.lxc("config", "device", "show", "backup")).contains("data:");
        assertThat(user.lxc("config", "device", "show", there)).contains("data:");
        user.lxc("start", there);
        assertThat(user.lxc("exec", there, "--", "stat", "-c", "%u:%g %n", "/root/mine"))
                .isEqualTo("33:33 /root/mine");
        user.lxc("delete", "--force", "backup", there);
        lxd.lxc("config", "device", "remove", "c1", "data");
        for (int round = 1; round <= 2; round++) {
            lxd.lxc("delete", "c1/r" + round + isDebian);
        }
    }

    /** Where criu is there, LXD offers running processes unless it is told otherwise. */
    @ParameterizedTest
    @CsvSource({"pull, true", "push, true", "relay, true", "relay, false"})
    void aRunningContainerIsRefusedAtOnceWithoutStateless(String mode, boolean isDebian) {
        assertThat((isDebian ? debian : user)
                        .command("copy", "foo:c1", "local:live", "--mode", mode)
                        .within(Duration.ofSeconds(20))
                        .run()
                        .refused())
                .contains("--stateless");
        assertThat(user.lxc("list", "--format", "csv", "--columns", "n")).doesNotContain("live");
    }

    /** The last words of both sides cross each other on the way through the client. */
    @Test
    void relayedCopiesEndWell() {
        for (int i = 0; i < 3; i++) {
            debian.lxc("copy", "foo:c1", "local:relayed", "--stateless", "--mode", "relay");
            debian.lxc("copy", "local:relayed", "foo:relayed", "--mode", "relay");
            user.lxc("delete", "relayed", "foo:relayed");
        }
    }
}
