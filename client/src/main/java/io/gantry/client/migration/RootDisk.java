package io.gantry.client.migration;

import java.util.Map;

/** The device that an instance's root file system is on. */
final class RootDisk {
    private RootDisk() {}

    /** Its name among these devices, {@code root} where it is not among them. */
    static String nameIn(Map<String, Map<String, String>> devices) {
        for (var device : devices.entrySet()) {
            if ("disk".equals(device.getValue().get("type"))
                    && "/".equals(device.getValue().get("path"))) {
                return device.getKey();
            }
        }
        return "root";
    }
}
