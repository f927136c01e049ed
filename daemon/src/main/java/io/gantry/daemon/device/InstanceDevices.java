package io.gantry.daemon.device;

import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.ReadyPlaces;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.Instances;
import io.gantry.system.command.CommandException;
import io.gantry.system.nativecall.SystemCallException;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of instances, as the runtime uses them: from the preparation of a start to the release after the end. Knows
 * no types, but their contract. Safe for use by many threads, of which one at a time is at an instance.
 */
public final class InstanceDevices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceDevices.class);

    private final DeviceHost host;
    private final Instances instances;
    private final Function<InstanceKey, OptionalLong> initPids;
    private final Function<ExpandedInstance, DeviceOwner> owners;
    private final AwaitedNodes nodes;

    /**
     * @param initPids the first processes of containers; empty for those that don't run
     * @param owners running instances with the ids that they have
     */
    public InstanceDevices(
            DeviceHost host,
            Instances instances,
            Function<InstanceKey, OptionalLong> initPids,
            Function<ExpandedInstance, DeviceOwner> owners) {
        this.host = host;
        this.instances = instances;
        this.initPids = initPids;
        this.owners = owners;
        this.nodes = new AwaitedNodes(host, new NodePlug());
    }

    /** What the record of an instance says of its devices while they are in use. */
    public static Map<String, String> facts(ExpandedInstance instance) {
        var facts = new HashMap<String, String>();
        DeviceTypes.of(instance).forEach(device -> facts.putAll(device.facts()));
        return facts;
    }

    /**
     * Makes all devices of an instance ready for its start. What is ready when one fails, the plan undoes.
     *
     * @throws DaemonException INVALID_REQUEST naming the device that cannot be had
     */
    public void prepare(DeviceOwner owner, StartPlan plan) {
        List<Device> devices = DeviceTypes.of(owner.instance());
        String trouble = " cannot be made ready: ";
        devices.forEach(device -> act(device, owner, trouble, () -> device.check(owner, host)));
        plan.undoBy(
                "give back the places of " + owner.key(), () -> new ReadyPlaces(host).releaseAll(owner.container()));
        devices.forEach(device -> act(device, owner, trouble, () -> device.prepare(owner, host, plan)));
    }

    /** The container runs: what comes and goes with the host's nodes follows them from now on. */
    public void follow(ExpandedInstance instance) {
        DeviceTypes.of(instance).stream()
                .filter(device -> device.follows().isPresent())
                .forEach(device -> nodes.await(instance.key(), device));
    }

    /** Gives back what the devices of an ended container hold; what cannot be given back is logged, and the rest is. */
    public void release(InstanceKey key) {
        nodes.forget(key);
        try {
            ExpandedInstance instance = instances.find(key);
            new TreeMap<>(instance.devices()).forEach((name, description) -> release(instance, name, description));
        } catch (DaemonException gone) {
            LOG.warn("the devices of instance {} are not known any more: {}", key, gone.getMessage());
        }
        try {
            new ReadyPlaces(host).releaseAll(key.name());
        } catch (IOException | RuntimeException failure) {
            LOG.warn("not all places of the devices of instance {} could be released: {}", key, failure.toString());
        }
    }

    private void release(ExpandedInstance instance, String name, Map<String, String> description) {
        try {
            DeviceTypes.read(name, description, instance).release(instance.key(), host);
        } catch (IOException | RuntimeException failure) {
            LOG.warn("device {} of instance {} could not be released: {}", name, instance.key(), failure.toString());
        }
    }

    /**
     * Makes the devices of a running container what they are to be.
     *
     * @param undo takes back what was done, where the change as a whole fails
     * @throws DaemonException INVALID_REQUEST naming the device that cannot be changed
     */
    public void change(DeviceOwner before, DeviceOwner after, long initPid, Rollback undo) {
        Map<String, Device> old = byName(before.instance());
        Map<String, Device> wanted = byName(after.instance());
        // What is described as before stays, also where what is kept for it has changed.
        before.instance().devices().forEach((name, description) -> {
            if (description.equals(after.instance().devices().get(name))) {
                old.remove(name);
                wanted.remove(name);
            }
        });
        old.forEach((name, device) -> {
            if (!wanted.containsKey(name) || !device.canBecome(wanted.get(name))) {
                remove(before, device, initPid);
                undo.add("plug " + name + " in again", () -> add(before, device, initPid));
            }
        });
        wanted.forEach((name, device) -> {
            Device former = old.get(name);
            if (former == null || !former.canBecome(device)) {
                add(after, device, initPid);
                undo.add("unplug " + name, () -> remove(after, device, initPid));
            } else if (!former.equals(device)) {
                change(after, device, () -> former.become(device, after, host));
                undo.add("make " + name + " what it was", () -> device.become(former, before, host));
            }
        });
    }

    private static Map<String, Device> byName(ExpandedInstance instance) {
        var devices = new TreeMap<String, Device>();
        DeviceTypes.of(instance).forEach(device -> devices.put(device.name(), device));
        return devices;
    }

    private void add(DeviceOwner owner, Device device, long initPid) {
        if (device.follows().isPresent()) {
            nodes.await(owner.key(), device);
        } else {
            plug(owner, device, initPid);
        }
    }

    private void remove(DeviceOwner owner, Device device, long initPid) {
        if (device.follows().isPresent()) {
            nodes.end(owner.key(), device);
        } else {
            change(owner, device, () -> device.unplug(owner, initPid, host));
        }
    }

    private void plug(DeviceOwner owner, Device device, long initPid) {
        change(owner, device, () -> {
            device.check(owner, host);
            device.plug(owner, initPid, host);
        });
        Map<String, String> facts = device.facts();
        if (!facts.isEmpty()) {
            instances.change(owner.key(), record -> {
                var config = new HashMap<>(record.config());
                config.putAll(facts);
                return record.withConfig(config);
            });
        }
    }

    private static void change(DeviceOwner owner, Device device, Act act) {
        act(device, owner, " cannot be changed while it runs: ", act);
    }

    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    private static void act(Device device, DeviceOwner owner, String trouble, Act act) {
        try {
            act.run();
        } catch (DaemonException | CommandException | SystemCallException | IOException | UncheckedIOException e) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "device " + device.name() + " of instance " + owner.key() + trouble + e.getMessage(),
                    e);
        }
    }

    /** Brings nodes into running containers, and takes them away. */
    private final class NodePlug implements AwaitedNodes.Plug {
        @Override
        public void in(InstanceKey key, Device device) {
            initPids.apply(key).ifPresent(pid -> plug(owners.apply(instances.find(key)), device, pid));
        }

        @Override
        public void out(InstanceKey key, Device device) {
            initPids.apply(key).ifPresent(pid -> {
                DeviceOwner owner = owners.apply(instances.find(key));
                change(owner, device, () -> device.unplug(owner, pid, host));
            });
        }
    }

    /** Follows the host's nodes no longer; what containers have stays. */
    @Override
    public void close() {
        nodes.close();
    }
}
