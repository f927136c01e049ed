package io.gantry.daemon.migration;

import io.gantry.api.ApiJson;
import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.StoragePool;
import io.gantry.api.StorageVolume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first frame on the filesystem channel, from the source: what is about to come, as LXD's
 * {@code backup.yaml} has it. The target answers with {@link #accepted} before any volume travels.
 */
final class IndexHeader {
    /** The version of this frame that we know. */
    static final int VERSION = 1;

    private IndexHeader() {}

    static String write(
            Instance instance,
            List<InstanceSnapshot> snapshots,
            StoragePool pool,
            StorageVolume volume,
            List<Map<String, Object>> volumeSnapshots) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("Container", ApiJson.toTree(instance));
        config.put("Snapshots", snapshots.stream().map(ApiJson::toTree).toList());
        config.put("Pool", ApiJson.toTree(pool));
        config.put("Profiles", List.of());
        config.put("Volume", ApiJson.toTree(volume));
        config.put("VolumeSnapshots", volumeSnapshots);
        return ApiJson.write(Map.of("config", config));
    }

    /** The target's answer to a header that it accepts. */
    static byte[] accepted(boolean isRefresh) {
        return ApiJson.writeBytes(new LinkedHashMap<>(Map.of("StatusCode", 200, "Error", "", "Refresh", isRefresh)));
    }

    /** Checks the target's answer. */
    static void requireAccepted(byte[] answer) {
        if (ApiJson.readTree(answer) instanceof Map<?, ?> fields
                && fields.get("StatusCode") instanceof Number code
                && code.intValue() != 200) {
            throw io.gantry.daemon.failure.DaemonException.conflict(
                    "the target refused the transfer: " + fields.get("Error"));
        }
    }
}
