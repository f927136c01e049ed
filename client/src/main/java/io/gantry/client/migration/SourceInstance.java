package io.gantry.client.migration;

import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.InstancesPost;
import io.gantry.api.StatusCode;
import io.gantry.client.instance.Instances;
import io.gantry.client.instance.Snapshots;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a copy takes over from an instance or a snapshot. */
public record SourceInstance(
        String type,
        String architecture,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        List<String> profiles,
        boolean ephemeral,
        boolean stateful,
        String description,
        boolean isRunning) {
    /**
     * @param name an instance's, or a snapshot's as {@code c1/snap0}
     * @throws io.gantry.client.server.ApiException with status 404 where there is none
     */
    public static SourceInstance read(ApiServer server, String name) throws IOException {
        int slash = name.indexOf('/');
        return slash < 0
                ? of(new Instances(server).get(name))
                : of(new Snapshots(server, name.substring(0, slash)).get(name.substring(slash + 1)));
    }

    private static SourceInstance of(InstanceSnapshot snapshot) {
        return new SourceInstance(
                "container",
                snapshot.architecture(),
                snapshot.config(),
                snapshot.devices(),
                snapshot.profiles(),
                snapshot.ephemeral(),
                false,
                "",
                false);
    }

    private static SourceInstance of(Instance instance) {
        return new SourceInstance(
                instance.type(),
                instance.architecture(),
                instance.config(),
                instance.devices(),
                instance.profiles(),
                instance.ephemeral(),
                instance.stateful(),
                instance.description(),
                instance.statusCode() == StatusCode.RUNNING.code());
    }

    /** The fingerprint of the image that it was made from, null where there was none. */
    @Nullable
    String baseImage() {
        return config.get("volatile.base_image");
    }

    /** The new instance that is asked for, without its source. */
    InstancesPost asRequested(TransferRequest request) {
        var wantedConfig = new TreeMap<>(config);
        wantedConfig.keySet().removeIf(key -> !travels(key, request.purpose()));
        wantedConfig.putAll(request.config());
        List<String> wantedProfiles = request.profiles();
        return InstancesPost.container(request.target())
                .type(type)
                .architecture(architecture)
                .config(wantedConfig)
                .devices(wantedDevices(request))
                .ephemeral(request.ephemeral() || ephemeral)
                .profiles(wantedProfiles == null ? profiles : wantedProfiles)
                .stateful(stateful)
                .description(description)
                .build();
    }

    private Map<String, Map<String, String>> wantedDevices(TransferRequest request) {
        var wanted = new TreeMap<String, Map<String, String>>(devices);
        request.devices().forEach((name, values) -> {
            var device = new TreeMap<>(wanted.getOrDefault(name, Map.of()));
            device.putAll(values);
            wanted.put(name, device);
        });
        if (!request.pool().isEmpty()) {
            String root = RootDisk.nameIn(wanted);
            var disk = new TreeMap<>(wanted.getOrDefault(root, Map.of("type", "disk", "path", "/")));
            disk.put("pool", request.pool());
            wanted.put(root, disk);
        }
        return wanted;
    }

    /** A copy is a new instance with an identity of its own; a moved one keeps its addresses and state. */
    private static boolean travels(String key, TransferRequest.Purpose purpose) {
        if (!key.startsWith("volatile.")
                || key.equals("volatile.base_image")
                || key.equals("volatile.last_state.idmap")) {
            return true;
        }
        return purpose == TransferRequest.Purpose.MOVE && !key.equals("volatile.last_state.power");
    }
}
