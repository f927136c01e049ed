package io.gantry.daemon.program.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.NetworksPost;
import io.gantry.api.StoragePoolsPost;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreseedYamlTest {
    /** As {@code lxd init --dump} of LXD 5.0.2 wrote it. */
    private static final String DUMP = """
            config:
              core.https_address: 127.0.0.1:18443
              core.trust_password: true
            networks:
            - config:
                ipv4.address: 10.182.194.1/24
                ipv4.nat: "true"
              description: ""
              name: lxdbr0
              type: bridge
              project: default
            storage_pools:
            - config:
                size: 30GiB
              description: ""
              name: default
              driver: btrfs
            profiles:
            - config: {}
              description: Default LXD profile
              devices:
                eth0:
                  name: eth0
                  network: lxdbr0
                  type: nic
              name: default
            projects:
            - config:
                features.images: "true"
              description: Default LXD project
              name: default

            """;

    @Test
    void readsWhatLxdDumps() throws IOException {
        Preseed preseed = PreseedYaml.read(DUMP);

        assertThat(preseed.config())
                .isEqualTo(Map.of("core.https_address", "127.0.0.1:18443", "core.trust_password", "true"));
        assertThat(preseed.networks())
                .isEqualTo(List.of(new NetworksPost(
                        Map.of("ipv4.address", "10.182.194.1/24", "ipv4.nat", "true"), "", "lxdbr0", "bridge")));
        assertThat(preseed.storagePools())
                .isEqualTo(List.of(new StoragePoolsPost(Map.of("size", "30GiB"), "", "default", "btrfs")));
        assertThat(preseed.profiles().getFirst().devices())
                .isEqualTo(Map.of("eth0", Map.of("name", "eth0", "network", "lxdbr0", "type", "nic")));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Preseed preseed = PreseedYaml.read(DUMP);

        assertThat(PreseedYaml.read(PreseedYaml.write(preseed))).isEqualTo(preseed);
    }

    @Test
    void scalarsAreTheTextThatWasWrittenAndNothingIsNothing() throws IOException {
        Preseed preseed = PreseedYaml.read("""
                config:
                  user.version: 12.10
                  user.octal: 010
                networks:
                profiles:
                - name: p
                  config:
                  devices: ~
                  description:
                cluster: null
                """);

        assertThat(preseed.config()).isEqualTo(Map.of("user.version", "12.10", "user.octal", "010"));
        assertThat(preseed.networks()).isEmpty();
        assertThat(preseed.profiles().getFirst().config()).isEmpty();
    }

    @Test
    void anEmptyPreseedAsksForNothing() throws IOException {
        assertThat(PreseedYaml.read("")).isEqualTo(new Preseed(Map.of(), List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo: 1|field foo not found",
                "'networks: [{name: n, bridge: x}]'|field bridge not found in networks",
                "'networks: {name: n}'|networks must be a list",
                "'networks: [{type: bridge}]'|one of the networks has no name",
                "'networks: [{name: n, project: other}]'|only the project default",
                "'projects: [{name: other}]'|only the project default",
                "'cluster: {enabled: true}'|cannot be part of a cluster",
                "'profiles: [{name: p, config: {a: [1]}}]'|a must be text",
                "'a: [b'|Failed to parse the preseed",
                "word|the preseed must be made of `key: value` lines"
            })
    void whatCannotBeIsRefused(String yaml, String complaint) {
        assertThatThrownBy(() -> PreseedYaml.read(yaml))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("\n");
    }
}
