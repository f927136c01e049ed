package io.gantry.daemon.profile;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.Scope;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.failure.DaemonException;
import java.util.Map;

/** What profiles may be called and hold. */
final class ProfileRules {
    private static final int LONGEST_NAME = 200;

    private ProfileRules() {}

    static void checkName(String name) {
        if (name.isEmpty()) {
            throw DaemonException.invalid("No name provided");
        }
        if (name.contains("/")) {
            throw DaemonException.invalid("Profile names may not contain slashes");
        }
        boolean isBad = name.equals(".")
                || name.equals("..")
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        if (isBad) {
            throw DaemonException.invalid("Invalid profile name \"" + name
                    + "\": use up to 200 characters without spaces, and not only dots");
        }
    }

    /** Checks all but the name. What belongs to one instance is no part of a profile. */
    static void check(ProfileRecord profile) {
        for (Map.Entry<String, String> entry : profile.config().entrySet()) {
            String key = entry.getKey();
            boolean isOfProfiles = InstanceKeys.ALL
                    .find(key)
                    .map(found -> found.scopes().contains(Scope.PROFILE))
                    .orElse(true);
            if (!isOfProfiles) {
                throw DaemonException.invalid("The key " + key + " can only be set on instances, not in a profile");
            }
        }
        InstanceKeys.ALL.check(profile.config());
        DeviceRules.check(profile.devices());
    }
}
