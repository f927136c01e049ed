package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.id.Ids;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.ProfileLayers.Layer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CloudInitIdTest {
    private static InstanceRecord record(Map<String, String> config, Map<String, Map<String, String>> devices) {
        return new InstanceRecord(
                new InstanceKey("default", "c1"),
                "pool",
                InstanceSettings.ofProfiles("x86_64", List.of())
                        .withConfig(config)
                        .withDevices(devices),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static ExpandedInstance with(Map<String, String> config) {
        return ExpandedInstance.of(record(config, Map.of()), List.of());
    }

    private static ExpandedInstance withDevice(String name, Map<String, String> options, Map<String, String> config) {
        return ExpandedInstance.of(record(config, Map.of(name, options)), List.of());
    }

    @Test
    void seedsMakeItAnother() {
        for (String key : List.of(
                "user.user-data",
                "user.vendor-data",
                "user.network-config",
                "cloud-init.user-data",
                "cloud-init.vendor-data",
                "cloud-init.network-config")) {
            assertThat(CloudInitId.isOutdatedBy(with(Map.of()), with(Map.of(key, "x"))))
                    .as(key)
                    .isTrue();
            assertThat(CloudInitId.isOutdatedBy(with(Map.of(key, "x")), with(Map.of(key, "y"))))
                    .as(key)
                    .isTrue();
            assertThat(CloudInitId.isOutdatedBy(with(Map.of(key, "x")), with(Map.of(key, "x"))))
                    .as(key)
                    .isFalse();
        }
        assertThat(CloudInitId.isOutdatedBy(with(Map.of()), with(Map.of("user.meta-data", "x"))))
                .isFalse();
    }

    @Test
    void aSeedOfAProfileCounts() {
        InstanceRecord own = record(Map.of(), Map.of());
        var profile = new Layer(Map.of("cloud-init.user-data", "x"), Map.of());
        assertThat(CloudInitId.isOutdatedBy(with(Map.of()), ExpandedInstance.of(own, List.of(profile))))
                .isTrue();
    }

    @Test
    void namesOfInterfacesMakeItAnother() {
        Map<String, String> nic = Map.of("type", "nic");
        assertThat(CloudInitId.isOutdatedBy(with(Map.of()), withDevice("eth0", nic, Map.of())))
                .isTrue();
        assertThat(CloudInitId.isOutdatedBy(
                        withDevice("a", nic, Map.of()), withDevice("a", nic, Map.of("volatile.a.name", "eth0"))))
                .isTrue();
        assertThat(CloudInitId.isOutdatedBy(
                        withDevice("a", nic, Map.of("volatile.a.name", "eth0")),
                        withDevice("b", Map.of("type", "nic", "name", "eth0"), Map.of())))
                .isFalse();
        assertThat(CloudInitId.isOutdatedBy(with(Map.of()), withDevice("d", Map.of("type", "disk"), Map.of())))
                .isFalse();
    }

    @Test
    void everyNewIdIsAnother() {
        InstanceRecord before =
                record(Map.of(VolatileKeys.CLOUD_INIT_INSTANCE_ID.name(), "old", "user.x", "y"), Map.of());
        var random = new Random(1);
        InstanceRecord one = CloudInitId.renewed(before, new Ids(random));
        assertThat(one.config().get(VolatileKeys.CLOUD_INIT_INSTANCE_ID.name()))
                .isNotEqualTo("old")
                .isNotEqualTo(CloudInitId.renewed(before, new Ids(random))
                        .config()
                        .get(VolatileKeys.CLOUD_INIT_INSTANCE_ID.name()));
        assertThat(one.config()).containsEntry("user.x", "y");
    }
}
