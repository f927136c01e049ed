package io.gantry.daemon.lifecycle.creation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.lifecycle.ActTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where instances of other hosts go on this one. */
class ReceivedRootDiskTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final Map<String, String> NIC = Map.of("type", "nic", "nictype", "p2p");

    @TempDir
    Path folder;

    private static InstancesPost request(Map<String, Map<String, String>> devices, @Nullable List<String> profiles) {
        return InstancesPost.container("c1")
                .config(Map.of("user.a", "1"))
                .devices(devices)
                .profiles(profiles)
                .build();
    }

    private static InstancesPost placed(ActTools host, InstancesPost request) {
        InstancesPost placed = new ReceivedRootDisk(host.tools()).placed(C1, request);
        assertThat(placed.with(request.config(), request.devices())).isEqualTo(request);
        return placed;
    }

    @Test
    void aPoolThatIsHereTooCounts() {
        try (var host = new ActTools(folder)) {
            host.profile("default", Map.of(), Map.of("root", ActTools.root("p")));

            assertThat(placed(host, request(Map.of("root", ActTools.root("q")), null))
                            .devices())
                    .isEqualTo(Map.of("root", ActTools.root("q")));
        }
    }

    @Test
    void elseThePoolOfTheProfilesCounts() {
        try (var host = new ActTools(folder)) {
            host.profile("default", Map.of(), Map.of("root", ActTools.root("p")));
            host.profile("other", Map.of(), Map.of("root", ActTools.root("q")));
            Map<String, Map<String, String>> devices = Map.of("disk", ActTools.root("elsewhere", "1GiB"), "n", NIC);

            assertThat(placed(host, request(devices, null)).devices())
                    .isEqualTo(Map.of("disk", ActTools.root("p", "1GiB"), "n", NIC));
            assertThat(placed(host, request(devices, List.of("default", "other")))
                            .devices())
                    .isEqualTo(Map.of("disk", ActTools.root("q", "1GiB"), "n", NIC));
        }
    }

    @Test
    void whatHasNoneOfItsOwnHasThatOfItsProfiles() {
        try (var host = new ActTools(folder)) {
            host.profile("default", Map.of(), Map.of("root", ActTools.root("p")));

            assertThat(placed(host, request(Map.of("n", NIC), null)).devices()).isEqualTo(Map.of("n", NIC));
        }
    }

    @Test
    void theOnlyPoolIsThePlaceOfWhatNamesNone() {
        try (var host = new ActTools(folder, List.of("p"))) {
            assertThat(placed(host, request(Map.of("n", NIC), List.of())).devices())
                    .isEqualTo(Map.of("root", ActTools.root("p"), "n", NIC));
            assertThat(placed(host, request(Map.of("disk", ActTools.root("elsewhere")), List.of()))
                            .devices())
                    .isEqualTo(Map.of("disk", ActTools.root("p")));
        }
    }

    @Test
    void ofTwoPoolsNoneIsGuessed() {
        try (var host = new ActTools(folder)) {
            InstancesPost request = request(Map.of("disk", ActTools.root("elsewhere")), List.of());

            assertThat(placed(host, request)).isEqualTo(request);
        }
    }
}
