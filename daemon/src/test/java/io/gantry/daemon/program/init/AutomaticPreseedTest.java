package io.gantry.daemon.program.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.program.Arguments;
import io.gantry.daemon.program.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutomaticPreseedTest {
    private static Preseed preseed(ServerState state, String... flags) {
        return AutomaticPreseed.of(new Arguments(List.of(flags)), state);
    }

    @Test
    void aBridgeOfSomebodyElseIsLeftAlone() {
        ServerState state = States.with(List.of(), List.of(States.network("lxdbr0", "bridge", false)));
        Preseed preseed = preseed(state, "init", "--auto");

        assertThat(preseed.networks().getFirst().name()).isEqualTo("lxdbr1");
        assertThat(preseed.profiles().getFirst().devices().get("eth0")).containsEntry("network", "lxdbr1");
    }

    @Test
    void whatIsThereIsNotMadeAgain() {
        ServerState state = States.with(List.of(States.pool("p")), List.of(States.network("lxdbr0", "bridge", true)));

        assertThat(preseed(state, "init", "--auto")).isEqualTo(new Preseed(Map.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void addressesOfIpv6GetBrackets() {
        assertThat(preseed(States.fresh(), "init", "--auto", "--network-address=::", "--trust-password", "s")
                        .config())
                .isEqualTo(Map.of("core.https_address", "[::]:8443", "core.trust_password", "s"));
        assertThat(preseed(States.fresh(), "init", "--auto", "--network-address=1.2.3.4", "--network-port=99")
                        .config())
                .isEqualTo(Map.of("core.https_address", "1.2.3.4:99"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "4294967297"})
    void aPortThatThereIsNotIsRefused(String port) {
        assertThatThrownBy(() -> preseed(
                        States.fresh(), "init", "--auto", "--network-address=1.2.3.4", "--network-port=" + port))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--network-port");
    }

    @Test
    void thePoolIsNamedWhereItIsNew() {
        assertThat(preseed(States.fresh(), "init", "--auto", "--storage-backend=btrfs", "--storage-create-loop=3")
                        .storagePools()
                        .getFirst())
                .satisfies(pool -> {
                    assertThat(pool.name()).isEqualTo("default");
                    assertThat(pool.config()).isEqualTo(Map.of("size", "3GB"));
                });
        assertThat(preseed(
                                States.fresh(),
                                "init",
                                "--auto",
                                "--storage-backend=btrfs",
                                "--storage-create-device=/dev/x",
                                "--storage-pool=fast")
                        .storagePools()
                        .getFirst())
                .satisfies(pool -> {
                    assertThat(pool.name()).isEqualTo("fast");
                    assertThat(pool.config()).isEqualTo(Map.of("source", "/dev/x"));
                });
        assertThat(preseed(States.fresh(), "init", "--auto", "--storage-backend=btrfs", "--storage-pool=/srv/b")
                        .storagePools()
                        .getFirst()
                        .config())
                .isEqualTo(Map.of("source", "/srv/b"));
    }

    @ParameterizedTest
    @CsvSource({
        "--storage-backend=nope, The requested backend 'nope' isn't supported by lxd init",
        "--storage-backend=zfs, The requested backend 'zfs' isn't available on your system (missing tools)",
        "--storage-create-loop=2, None of --storage-pool",
        "--network-port=3, --network-port can't be used without --network-address",
        "--trust-password=x, --trust-password can't be used without --network-address"
    })
    void flagsThatContradictEachOtherAreRefused(String flag, String complaint) {
        assertThatThrownBy(() -> preseed(States.fresh(), "init", "--auto", flag))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aPoolThatIsThereIsNotSetUpAnew() {
        ServerState state = States.with(List.of(States.pool("p")), List.of());

        assertThatThrownBy(() -> preseed(state, "init", "--auto", "--storage-backend=dir"))
                .hasMessageContaining("Storage has already been configured");
    }
}
