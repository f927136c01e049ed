package io.gantry.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the host's kernel can do, as far as clients ask for it: by its own word or by its version. */
final class KernelFeatures {
    private KernelFeatures() {}

    /** @param release such as {@code 6.1.0-28-amd64} */
    static Map<String, String> of(String release, boolean hasIdmappedMounts) {
        boolean hasListener = text("/proc/sys/kernel/seccomp/actions_avail").contains("user_notif");
        var features = new TreeMap<String, Boolean>();
        features.put("idmapped_mounts", hasIdmappedMounts);
        features.put("netnsid_getifaddrs", isAtLeast(release, 4, 20));
        features.put("seccomp_listener", hasListener);
        features.put("seccomp_listener_continue", hasListener && isAtLeast(release, 5, 5));
        features.put("shiftfs", text("/proc/filesystems").contains("\tshiftfs\n"));
        features.put("uevent_injection", isAtLeast(release, 4, 18));
        features.put("unpriv_fscaps", isAtLeast(release, 4, 14));
        var texts = new TreeMap<String, String>();
        features.forEach((feature, has) -> texts.put(feature, has.toString()));
        return texts;
    }

    private static boolean isAtLeast(String release, int major, int minor) {
        String[] parts = release.split("[^0-9]+", 3);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return false;
        }
        int hostMajor = Integer.parseInt(parts[0]);
        return hostMajor > major || (hostMajor == major && Integer.parseInt(parts[1]) >= minor);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            // A kernel without the file has nothing of what it would list.
            return "";
        }
    }
}
