package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.GuestDoor;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateInstance;
import io.gantry.daemon.template.TemplateRenderer;
import io.gantry.daemon.template.TemplateTrigger;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Makes everything ready that liblxc needs to start an instance. Safe for use by many threads. */
public final class StartPreparation {
    private final Instances instances;
    private final StoragePools pools;
    private final TemplateRenderer templates;
    private final RuntimePaths paths;
    private final LxcConfig config;
    private final ContainerIdmaps idmaps;
    private final RootMounts roots;
    private final SharedMounts sharedMounts;
    private final DeviceMounts devices;
    private final KernelModules modules;
    private final GuestDoor door;
    private final VethPairs pairs;
    private final InstanceNetworks networks;

    public StartPreparation(
            Instances instances,
            StoragePools pools,
            TemplateRenderer templates,
            RuntimePaths paths,
            CgroupLayout cgroups,
            CpuBalancer cpus,
            ContainerIdmaps idmaps,
            RootMounts roots,
            SharedMounts sharedMounts,
            DeviceMounts devices,
            CommandRunner commands,
            InstanceNetworks networks,
            GuestDoor door) {
        this.networks = networks;
        this.instances = instances;
        this.pools = pools;
        this.templates = templates;
        this.paths = paths;
        this.config = new LxcConfig(paths, cgroups, cpus);
        this.idmaps = idmaps;
        this.roots = roots;
        this.sharedMounts = sharedMounts;
        this.devices = devices;
        this.modules = new KernelModules(commands);
        this.door = door;
        this.pairs = new VethPairs(commands);
    }

    /**
     * What is ready.
     *
     * @param idmap unshifted for a privileged container
     */
    record Prepared(Path configuration, Path log, MountedVolume volume, DiskIdmap idmap) {}

    Prepared prepare(InstanceKey key, Rollback rollback) {
        ExpandedInstance found = instances.find(key);
        idmaps.allot(
                found,
                allotted -> instances.change(key, current -> withHostNames(withIdsOf(current, allotted), found)));
        ExpandedInstance instance = instances.find(key);
        DiskIdmap idmap = ContainerIdmaps.allotted(instance.record());
        DiskIdmap onDisk = onDisk(instance);
        StoragePool pool = pools.started(instance.record().pool());
        ImageRequirements.check(instance);
        requireUsable(instance, onDisk, idmap, pool);
        modules.load(instance);
        MountedVolume volume = mount(instance.record());
        rollback.add("give back the volume of " + key, volume::close);
        try {
            Files.setAttribute(volume.path(), "unix:uid", (int) ContainerIdmaps.rootOf(idmap));
            applyTemplates(instance, volume.path(), onDisk);
            Path logs = Files.createDirectories(paths.logs(key.name()));
            Path log = logs.resolve("lxc.log");
            Files.deleteIfExists(log);
            sharedMounts.make(key.name());
            rollback.add("remove the mounts of " + key, () -> sharedMounts.remove(key.name()));
            NetworkMember.of(instance).forEach(networks::join);
            for (NicDevice nic : NicDevice.all(instance)) {
                connect(instance, nic, rollback);
            }
            Path file = logs.resolve("lxc.conf");
            rollback.add("give back the devices of " + key, () -> devices.releaseAll(key.name()));
            RootMounts.Root root = roots.prepare(key.name(), volume.path().resolve("rootfs"), onDisk, idmap, rollback);
            Files.writeString(
                    file,
                    text(
                            key,
                            config.lines(
                                    instance, root, idmap, devices.prepareAll(instance, idmap), door.prepare(key))));
            return new Prepared(file, log, volume, idmap);
        } catch (IOException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "instance " + key + " cannot be made ready to start: " + e, e);
        }
    }

    private static InstanceRecord withIdsOf(InstanceRecord record, InstanceRecord allotted) {
        var config = new HashMap<>(record.config());
        allotted.config().forEach((key, value) -> {
            if (key.startsWith("volatile.idmap.")) {
                config.put(key, value);
            }
        });
        return record.withConfig(config);
    }

    /** What the ids on disk mean to the instance. */
    static DiskIdmap onDisk(ExpandedInstance instance) {
        return DiskIdmap.parseJson(instance.record().config().getOrDefault("volatile.last_state.idmap", ""));
    }

    private void applyTemplates(ExpandedInstance instance, Path volume, DiskIdmap onDisk) {
        Optional<TemplateTrigger> pending =
                PendingTemplates.of(instance.record().config());
        if (pending.isPresent()) {
            templates.apply(pending.get(), view(instance), volume, onDisk);
            instances.change(instance.key(), record -> record.withConfig(PendingTemplates.removed(record.config())));
        }
        templates.apply(TemplateTrigger.START, view(instance), volume, onDisk);
    }

    /** Makes the instance's volume reachable for as long as it runs. */
    MountedVolume mount(InstanceRecord instance) {
        return pools.started(instance.pool())
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

    private void connect(ExpandedInstance instance, NicDevice nic, Rollback rollback) {
        try {
            pairs.make(nic);
        } catch (CommandException e) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "the interface " + nic.device() + " of instance " + instance.key() + " cannot be connected"
                            + (nic.bridge().isEmpty() ? "" : " to the bridge " + nic.bridge()) + ": " + e.getMessage(),
                    e);
        }
        rollback.add("remove " + nic.host(), () -> pairs.remove(nic));
    }

    /** Removes the interfaces that an ended instance leaves on the host. */
    void disconnect(ExpandedInstance instance) {
        NicDevice.all(instance).forEach(pairs::remove);
    }

    /** The interfaces on the host are named in the configuration, for users to find them. */
    private static InstanceRecord withHostNames(InstanceRecord record, ExpandedInstance instance) {
        var config = new HashMap<>(record.config());
        NicDevice.all(instance).forEach(nic -> config.put("volatile." + nic.device() + ".host_name", nic.host()));
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
