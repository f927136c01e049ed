package io.gantry.daemon.runtime;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.DeviceOwner;
import io.gantry.daemon.device.InstanceDevices;
import io.gantry.daemon.device.StartPlan;
import io.gantry.daemon.device.host.SharedMounts;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.runtime.idmap.ContainerIdmaps;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateInstance;
import io.gantry.daemon.template.TemplateTrigger;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Makes everything ready that liblxc needs to start an instance. Safe for use by many threads. */
final class StartPreparation {
    private final RuntimeServices services;
    private final ContainerHost host;
    private final LxcConfig config;
    private final ContainerIdmaps idmaps;
    private final SharedMounts sharedMounts;
    private final InstanceDevices devices;
    private final KernelModules modules;

    StartPreparation(
            RuntimeServices services,
            ContainerHost host,
            ContainerIdmaps idmaps,
            CpuBalancer cpus,
            SharedMounts sharedMounts,
            InstanceDevices devices) {
        this.services = services;
        this.host = host;
        this.config = new LxcConfig(host, cpus);
        this.idmaps = idmaps;
        this.sharedMounts = sharedMounts;
        this.devices = devices;
        this.modules = new KernelModules(host.commands());
    }

    /**
     * What is ready.
     *
     * @param idmap unshifted for a privileged container
     */
    record Prepared(Path configuration, Path log, MountedVolume volume, DiskIdmap idmap) {}

    /**
     * Makes everything ready.
     *
     * @param rollback gets what undoes it
     * @throws DaemonException naming what stands in the way
     */
    Prepared prepare(InstanceKey key, Rollback rollback) {
        ExpandedInstance found = services.instances().find(key);
        idmaps.allot(
                found,
                allotted -> services.instances()
                        .change(key, current -> withDeviceFacts(withIdsOf(current, allotted), found)));
        ExpandedInstance instance = services.instances().find(key);
        DiskIdmap idmap = ContainerIdmaps.allotted(instance.record());
        DiskIdmap onDisk = onDisk(instance);
        StoragePool pool = services.pools().started(instance.record().pool());
        ImageRequirements.check(instance);
        requireUsable(instance, onDisk, idmap, pool);
        modules.load(instance);
        MountedVolume volume = mount(instance.record());
        rollback.add("give back the volume of " + key, volume::close);
        try {
            host.devices().nodes().give(volume.path(), ContainerIdmaps.rootOf(idmap));
            applyTemplates(instance, volume.path(), onDisk);
            Path logs = Files.createDirectories(host.paths().logs(key.name()));
            Path log = logs.resolve("lxc.log");
            Files.deleteIfExists(log);
            sharedMounts.make(key.name());
            rollback.add("remove the mounts of " + key, () -> sharedMounts.remove(key.name()));
            var plan = new StartPlan(volume.path().resolve("rootfs"), rollback);
            devices.prepare(new DeviceOwner(instance, idmap), plan);
            Path devlxd = services.devlxd().prepare(key);
            rollback.add(
                    "remove the devlxd folder of " + key,
                    () -> services.devlxd().remove(key));
            Path file = logs.resolve("lxc.conf");
            Files.writeString(file, text(key, config.lines(instance, idmap, plan, devlxd)));
            return new Prepared(file, log, volume, idmap);
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "instance " + key + " cannot be made ready to start: " + e, e);
        }
    }

    private static InstanceRecord withIdsOf(InstanceRecord record, InstanceRecord allotted) {
        var config = new HashMap<>(record.config());
        allotted.config().forEach((key, value) -> {
            if (VolatileKeys.isAllotted(key)) {
                config.put(key, value);
            }
        });
        return record.withConfig(config);
    }

    /** What the ids on disk mean to the instance. */
    static DiskIdmap onDisk(ExpandedInstance instance) {
        return new Config(instance.record().config()).get(VolatileKeys.LAST_STATE_IDMAP);
    }

    private void applyTemplates(ExpandedInstance instance, Path volume, DiskIdmap onDisk) {
        Optional<TemplateTrigger> pending =
                PendingTemplates.of(instance.record().config());
        if (pending.isPresent()) {
            services.templates().apply(pending.get(), view(instance), volume, onDisk);
            services.instances()
                    .change(instance.key(), record -> record.withConfig(PendingTemplates.removed(record.config())));
        }
        services.templates().apply(TemplateTrigger.START, view(instance), volume, onDisk);
    }

    /** Makes the instance's volume reachable for as long as it runs. */
    MountedVolume mount(InstanceRecord instance) {
        return services.pools()
                .started(instance.pool())
                .volumes()
                .mount(Volume.container(
                        instance.pool(),
                        instance.key().project(),
                        instance.key().name()));
    }

    private static String text(InstanceKey key, List<String> lines) {
        for (String line : lines) {
            if (line.indexOf('\n') >= 0) {
                throw DaemonException.invalid(
                        "a line break in the configuration of instance " + key + ": " + line.replace('\n', ' '));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void requireUsable(ExpandedInstance instance, DiskIdmap onDisk, DiskIdmap idmap, StoragePool pool) {
        if (!onDisk.isSameAs(idmap) && !pool.supportsIdmappedMounts()) {
            throw DaemonException.notSupported("storage pool " + pool.name() + " is on a file system that cannot be "
                    + "mounted with other ids, which " + instance.key() + " needs: use a pool on ext4, xfs or btrfs"
                    + (idmap.isShifted() ? ", or set security.privileged of " + instance.key() : ""));
        }
    }

    /** Interfaces on the host are named in the configuration, for users to find them. */
    private static InstanceRecord withDeviceFacts(InstanceRecord record, ExpandedInstance instance) {
        var config = new HashMap<>(record.config());
        config.putAll(InstanceDevices.facts(instance));
        return record.withConfig(config);
    }

    static TemplateInstance view(ExpandedInstance instance) {
        return new TemplateInstance(
                instance.key().name(),
                instance.record().architecture(),
                instance.isPrivileged(),
                instance.record().ephemeral(),
                instance.config(),
                instance.devices());
    }
}
