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
final class GuestApi {
    private static final String CONFIG = "/1.0/config";

    private GuestApi() {}

    /** @param path without a query */
    static GuestAnswer answer(ExpandedInstance instance, String method, String path) {
        if (!method.equals("GET")) {
            return GuestAnswer.failure(405, "method " + method + " not supported");
        }
        return switch (path) {
            case "/" -> GuestAnswer.json(new String[] {"/1.0"});
            case "/1.0" ->
                GuestAnswer.json(new TreeMap<>(
                        Map.of("state", "", "api_version", "1.0", "instance_type", "container", "location", "none")));
            case CONFIG ->
                GuestAnswer.json(visible(instance)
                        .sorted()
                        .map(key -> CONFIG + "/" + key)
                        .toList());
            case "/1.0/devices" -> GuestAnswer.json(new TreeMap<>(instance.devices()));
            case "/1.0/meta-data" -> GuestAnswer.text(metadata(instance));
            default ->
                path.startsWith(CONFIG + "/")
                        ? value(instance, path.substring(CONFIG.length() + 1))
                        : GuestAnswer.failure(404, "not found");
        };
    }

    private static Stream<String> visible(ExpandedInstance instance) {
        return instance.config().keySet().stream().filter(GuestApi::isVisible);
    }

    private static boolean isVisible(String key) {
        return InstanceKeys.isVisibleInside(key);
    }

    private static GuestAnswer value(ExpandedInstance instance, String key) {
        if (!isVisible(key)) {
            return GuestAnswer.failure(403, "not authorized");
        }
        String value = instance.config().get(key);
        return value == null ? GuestAnswer.failure(404, "not found") : GuestAnswer.text(value);
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
