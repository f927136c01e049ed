package io.gantry.daemon.profile;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceStore;
import java.util.List;

/** Profiles. */
public final class ProfileFeature implements Feature {
    private final Profiles profiles;

    /** @param followers change with the profiles that they have */
    public ProfileFeature(
            DaemonCore core,
            ProfileStore store,
            InstanceStore instances,
            InstanceLocks locks,
            ProfiledInstances followers,
            HostRules hostRules) {
        profiles = new Profiles(core.database(), store, instances, locks, followers, hostRules, core.events());
    }

    public Profiles profiles() {
        return profiles;
    }

    @Override
    public List<Routes> routes() {
        return List.of(new ProfileRoutes(profiles));
    }
}
