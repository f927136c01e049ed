package io.gantry.daemon.runtime;

import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an image needs, by its properties {@code requirements.*}: without it what is in the image cannot work. */
final class ImageRequirements {
    private ImageRequirements() {}

    /** @throws DaemonException INVALID_REQUEST where the host or the instance does not have what the image needs */
    static void check(ExpandedInstance instance) {
        check(instance, Path.of("/sys/fs/cgroup"));
    }

    /** @param cgroups where control groups are mounted */
    static void check(ExpandedInstance instance, Path cgroups) {
        if (instance.get(InstanceKeys.IMAGE_REQUIREMENTS_CGROUP).equals("v1")
                && !Files.exists(cgroups.resolve("systemd"))) {
            throw DaemonException.invalid("The image used by this instance requires a CGroupV1 host system: "
                    + instance.key() + " can't start on this one");
        }
        require(instance, InstanceKeys.IMAGE_REQUIREMENTS_PRIVILEGED, InstanceKeys.SECURITY_PRIVILEGED);
        if (instance.find(InstanceKeys.IMAGE_REQUIREMENTS_NESTING).orElse(false)) {
            require(instance, InstanceKeys.IMAGE_REQUIREMENTS_NESTING, InstanceKeys.SECURITY_NESTING);
        }
    }

    private static void require(ExpandedInstance instance, ConfigKey<Boolean> requirement, ConfigKey<Boolean> key) {
        instance.find(requirement).ifPresent(wanted -> {
            if (!wanted.equals(instance.get(key))) {
                throw DaemonException.invalid(
                        "The image used by this instance requires %s=%s: set it, or unset %s to start %s all the same"
                                .formatted(key, wanted, requirement, instance.key()));
            }
        });
    }
}
