package io.gantry.daemon.runtime;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.runtime.idmap.GrantedIds;
import io.gantry.storage.idmap.IdmapEntry;
import io.gantry.system.lxc.LxcTools;
import java.util.Map;
import java.util.function.Predicate;

/** Asks liblxc what it makes of {@code raw.lxc}, and the host's files which ids {@code raw.idmap} may name. */
final class ContainerHostRules implements HostRules {
    private final Predicate<String> isConfiguration;
    private final GrantedIds users;
    private final GrantedIds groups;

    ContainerHostRules(LxcTools lxc) {
        this(lxc::isConfiguration, GrantedIds.ofUsers(), GrantedIds.ofGroups());
    }

    ContainerHostRules(Predicate<String> isConfiguration, GrantedIds users, GrantedIds groups) {
        this.isConfiguration = isConfiguration;
        this.users = users;
        this.groups = groups;
    }

    @Override
    public void check(Map<String, String> config) {
        checkRawLxc(new Config(config).text(InstanceKeys.RAW_LXC));
        for (IdmapEntry entry : new Config(config).get(InstanceKeys.RAW_IDMAP).entries()) {
            if (entry.isUid()) {
                require(users, "user", "/etc/subuid", entry);
            }
            if (entry.isGid()) {
                require(groups, "group", "/etc/subgid", entry);
            }
        }
    }

    private void checkRawLxc(String text) {
        if (text.isBlank() || isConfiguration.test(text)) {
            return;
        }
        String culprit = text.lines()
                .filter(line -> !line.isBlank() && !isConfiguration.test(line))
                .findFirst()
                .orElse(text.strip().lines().findFirst().orElse(""));
        throw DaemonException.invalid("Invalid value for " + InstanceKeys.RAW_LXC + ": liblxc does not take \""
                + culprit.strip() + "\"; see lxc.container.conf(5) for its keys and values");
    }

    private static void require(GrantedIds granted, String kind, String file, IdmapEntry entry) {
        long last = entry.hostId() + entry.length() - 1;
        if (!granted.contains(entry.hostId(), last)) {
            String range =
                    entry.length() == 1 ? kind + " " + entry.hostId() : kind + "s " + entry.hostId() + "-" + last;
            throw DaemonException.invalid("Invalid value for " + InstanceKeys.RAW_IDMAP + ": root may not give the "
                    + range
                    + " of the host to containers; add \"root:" + entry.hostId() + ":" + entry.length() + "\" to "
                    + file
                    + " and start the daemon again");
        }
    }
}
