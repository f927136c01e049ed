package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an image needs, by its properties {@code requirements.*}: without it what is in the image cannot work. */
final class ImageRequirements {
    private static final String PREFIX = "image.requirements.";

    private ImageRequirements() {}

    /** @throws DaemonException INVALID_REQUEST where the host or the instance does not have what the image needs */
    static void check(ExpandedInstance instance) {
        check(instance, Path.of("/sys/fs/cgroup"));
    }

    /** @param cgroups where control groups are mounted */
    static void check(ExpandedInstance instance, Path cgroups) {
        if (required(instance, "cgroup").equals("v1") && !Files.exists(cgroups.resolve("systemd"))) {
            throw DaemonException.invalid("The image used by this instance requires a CGroupV1 host system: "
                    + instance.key() + " can't start on this one");
        }
        requireSwitch(instance, "privileged", "security.privileged");
        if (isTrue(required(instance, "nesting"))) {
            requireSwitch(instance, "nesting", "security.nesting");
        }
    }

    private static void requireSwitch(ExpandedInstance instance, String property, String key) {
        String wanted = required(instance, property);
        if (!wanted.isEmpty() && isTrue(wanted) != instance.isTrue(key)) {
            throw DaemonException.invalid(
                    "The image used by this instance requires %s=%s: set it, or unset %s%s to start %s all the same"
                            .formatted(key, isTrue(wanted), PREFIX, property, instance.key()));
        }
    }

    private static String required(ExpandedInstance instance, String property) {
        return instance.config().getOrDefault(PREFIX + property, "");
    }

    private static boolean isTrue(String value) {
        return value.equalsIgnoreCase("true") || value.equals("1");
    }
}
