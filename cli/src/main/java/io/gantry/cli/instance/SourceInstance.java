package io.gantry.cli.instance;

import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.StatusCode;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a copy takes over from an instance or a snapshot. */
record SourceInstance(
        String type,
        String architecture,
        Map<String, String> config,
        Map<String, Map<String, String>> devices,
        List<String> profiles,
        boolean ephemeral,
        boolean stateful,
        String description,
        boolean isRunning) {
    static SourceInstance read(ApiServer server, String name) throws IOException {
        String path = ApiPath.instance(name);
        try {
            if (name.indexOf('/') >= 0) {
                InstanceSnapshot snapshot = server.get(path, InstanceSnapshot.class);
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
            Instance instance = server.get(path, Instance.class);
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
        } catch (ApiException e) {
            if (e.isNotFound()) {
                throw new CommandFailure(
                        (name.indexOf('/') < 0 ? "Instance" : "Snapshot") + " not found: there is no \""
                                + name + "\" on " + server.remote() + ":; `lxc list " + server.remote()
                                + ":` shows the instances",
                        e);
            }
            throw e;
        }
    }

    /** The fingerprint of the image that it was made from, null where there was none. */
    @Nullable
    String baseImage() {
        return config.get("volatile.base_image");
    }
}
