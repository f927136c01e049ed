package io.gantry.daemon.devlxd;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.instance.ExpandedInstance;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an instance is told about itself
 * (<a href="https://documentation.ubuntu.com/lxd/stable-5.0/dev-lxd/">LXD, "Communication between instance and host"</a>).
 */
final class DevlxdApi {
    private static final String CONFIG = "/1.0/config";

    private DevlxdApi() {}

    /** @param path without a query */
    static DevlxdReply answer(ExpandedInstance instance, String method, String path) {
        if (!method.equals("GET")) {
            return DevlxdReply.failure(405, "method " + method + " not supported");
        }
        return switch (path) {
            case "/" -> DevlxdReply.json(new String[] {"/1.0"});
            case "/1.0" ->
                DevlxdReply.json(new TreeMap<>(
                        Map.of("state", "", "api_version", "1.0", "instance_type", "container", "location", "none")));
            case CONFIG ->
                DevlxdReply.json(visible(instance)
                        .sorted()
                        .map(key -> CONFIG + "/" + key)
                        .toList());
            case "/1.0/devices" -> DevlxdReply.json(new TreeMap<>(instance.devices()));
            case "/1.0/meta-data" -> DevlxdReply.text(metadata(instance));
            default ->
                path.startsWith(CONFIG + "/")
                        ? value(instance, path.substring(CONFIG.length() + 1))
                        : DevlxdReply.failure(404, "not found");
        };
    }

    private static Stream<String> visible(ExpandedInstance instance) {
        return instance.config().keySet().stream().filter(DevlxdApi::isVisible);
    }

    private static boolean isVisible(String key) {
        return InstanceKeys.isVisibleInside(key);
    }

    private static DevlxdReply value(ExpandedInstance instance, String key) {
        if (!isVisible(key)) {
            return DevlxdReply.failure(403, "not authorized");
        }
        String value = instance.config().get(key);
        return value == null ? DevlxdReply.failure(404, "not found") : DevlxdReply.text(value);
    }

    /** In the form that cloud-init reads. */
    private static String metadata(ExpandedInstance instance) {
        String id = instance.find(VolatileKeys.CLOUD_INIT_INSTANCE_ID)
                .orElse(instance.key().name());
        return "#cloud-config\ninstance-id: " + id + "\nlocal-hostname: "
                + instance.key().name() + "\n"
                + instance.find(InstanceKeys.USER_META_DATA).orElse("");
    }
}
