package io.gantry.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationRoutesTest {
    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Object tree, String name) {
        return (Map<String, Object>) ((Map<String, Object>) tree).getOrDefault(name, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> key(String entity, String group, String name) {
        Object keys =
                at(at(at(ConfigurationRoutes.all(), "configs"), entity), group).getOrDefault("keys", List.of());
        return ((List<Map<String, Map<String, Object>>>) keys)
                .stream()
                        .filter(key -> key.containsKey(name))
                        .map(key -> Map.copyOf(at(key, name)))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void keysStandInLaterLxdsForm() {
        assertThat(key("instance", "boot", "boot.autostart.priority"))
                .containsEntry("type", "integer")
                .containsEntry("defaultdesc", "0")
                .containsEntry("liveupdate", "yes")
                .containsEntry("shortdesc", "In which order instances start with the daemon: the highest first.");
        assertThat(key("instance", "security", "security.nesting")).containsEntry("liveupdate", "no");
        assertThat(key("instance", "volatile", "volatile.<device>.hwaddr")).containsEntry("type", "string");
        assertThat(key("device-disk", "device-conf", "readonly")).containsEntry("type", "bool");
        assertThat(key("network-bridge", "network-conf", "ipv4.nat")).containsEntry("defaultdesc", "true");
        assertThat(key("storage-btrfs", "pool-conf", "source")).containsEntry("liveupdate", "no");
        assertThat(key("server", "core", "core.https_address")).containsKey("longdesc");
    }

    @Test
    void allOfItIsJson() {
        assertThat(ApiJson.write(ConfigurationRoutes.all()))
                .startsWith("{\"configs\":{\"instance\":{\"boot\":{\"keys\":[{");
    }
}
