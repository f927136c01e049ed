package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.config.value.BitRate;
import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.InterfaceName;
import io.gantry.daemon.device.host.MacAddress;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import java.util.Map;

/** An interface that is a pair of virtual cards, one in the container, one on the host. */
interface VethNic extends Nic {
    /**
     * What goes through the pair in a second.
     *
     * @param ingress the most that the container receives
     * @param egress the most that the container sends
     */
    record Limits(BitRate ingress, BitRate egress) {
        static Limits of(Map<String, String> values) {
            var config = new Config(values);
            BitRate both = config.get(DeviceKeys.Nic.LIMITS_MAX);
            return new Limits(
                    config.find(DeviceKeys.Nic.LIMITS_INGRESS).orElse(both),
                    config.find(DeviceKeys.Nic.LIMITS_EGRESS).orElse(both));
        }

        boolean isAny() {
            return ingress.isLimit() || egress.isLimit();
        }
    }

    /** The two ends. */
    record Pair(NicIdentity inside, InterfaceName host, Limits limits) {
        static Pair of(String name, Map<String, String> values, ExpandedInstance instance) {
            NicIdentity inside = NicIdentity.of(name, values, instance);
            return new Pair(inside, inside.hostName("veth", values, instance), Limits.of(values));
        }

        /** The name on the host of the end inside, until the container has taken it. */
        InterfaceName peer() {
            return NicIdentity.hashed("vetp", host + " " + inside.address());
        }

        boolean isOtherwiseSame(Pair other) {
            return inside.equals(other.inside) && host.equals(other.host);
        }
    }

    Pair pair();

    /** The bridge of the host that the end there is in; empty for none. */
    String bridge();

    /** Lets the network know whose the interface is. */
    void join(DeviceOwner owner, DeviceHost host);

    @Override
    default String name() {
        return pair().inside().name();
    }

    @Override
    default InterfaceName hostName() {
        return pair().host();
    }

    @Override
    default MacAddress address() {
        return pair().inside().address();
    }

    @Override
    default void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) {
        join(owner, host);
        host.links().addPair(hostName(), bridge(), pair().inside().link(pair().peer()));
        plan.undoBy("remove " + hostName(), () -> release(owner.key(), host));
        limit(host);
        plan.give(pair().peer(), pair().inside().inner());
    }

    @Override
    default void plug(DeviceOwner owner, long initPid, DeviceHost host) {
        join(owner, host);
        host.links()
                .addPairInto(
                        hostName(),
                        bridge(),
                        pair().inside().link(pair().inside().inner()),
                        initPid);
        try {
            limit(host);
        } catch (RuntimeException failure) {
            release(owner.key(), host);
            throw failure;
        }
    }

    private void limit(DeviceHost host) {
        if (pair().limits().isAny()) {
            host.links()
                    .limit(
                            hostName(),
                            pair().limits().ingress(),
                            pair().limits().egress());
        }
    }

    @Override
    default void unplug(DeviceOwner owner, long initPid, DeviceHost host) {
        release(owner.key(), host);
    }

    @Override
    default void release(InstanceKey instance, DeviceHost host) {
        host.links().remove(hostName());
    }

    /** Limits can change while the container runs. */
    @Override
    default boolean canBecome(Device next) {
        return next instanceof VethNic other
                && next.getClass().equals(getClass())
                && bridge().equals(other.bridge())
                && pair().isOtherwiseSame(other.pair());
    }

    @Override
    default void become(Device next, DeviceOwner owner, DeviceHost host) {
        if (next instanceof VethNic other && !other.pair().limits().equals(pair().limits())) {
            host.links()
                    .limit(
                            hostName(),
                            other.pair().limits().ingress(),
                            other.pair().limits().egress());
        }
    }
}
