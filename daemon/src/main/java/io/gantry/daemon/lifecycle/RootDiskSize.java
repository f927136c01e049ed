package io.gantry.daemon.lifecycle;

import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.ByteSize;
import io.gantry.storage.QuotaExceededException;
import io.gantry.storage.QuotaSupport;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import java.util.Map;

/** The size that an instance's root disk is to have at most. */
public final class RootDiskSize {
    private RootDiskSize() {}

    /** Limits a new volume as the devices of its instance say, or else its pool, where the pool can do that. */
    public static void limit(InstanceTools tools, Volume volume, Map<String, Map<String, String>> devices) {
        String ownSize = DeviceRules.rootOf(devices).getOrDefault("size", "");
        String size = ownSize.isEmpty() ? tools.volumes().defaultSize(volume.pool()) : ownSize;
        StorageDriver driver = tools.volumes().driver(volume.pool());
        if (!size.isEmpty() && driver instanceof QuotaSupport quotas) {
            set(quotas, volume, size);
        }
    }

    /**
     * Limits a volume.
     *
     * @param size empty for no limit
     * @throws DaemonException INVALID_REQUEST where the volume holds more; its limit stays then
     */
    static void set(QuotaSupport quotas, Volume volume, String size) {
        try {
            quotas.limit(volume, size.isEmpty() ? 0 : ByteSize.parse(size).bytes());
        } catch (QuotaExceededException e) {
            throw DaemonException.invalid(
                    "the root disk of " + volume.name() + " cannot have the size " + size + ": " + e.getMessage());
        }
    }
}
