package io.gantry.cli.network;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.config.Resource;
import io.gantry.cli.config.ResourceKind;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;

/** Takes a network interface away from an instance or a profile. */
public final class NetworkDetach implements Command {
    private final ResourceKind kind;

    /**
     * @param kind of what has the interface
     */
    public NetworkDetach(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]<network> <" + kind.noun() + "> [<device name>]";
    }

    @Override
    public String description() {
        return "Detach network interfaces from " + kind.noun() + "s";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 3);
        Target network = invocation.namedTarget(0, "network");
        Resource owner =
                Resource.read(invocation.context(), kind, new Target(network.remote(), invocation.argument(1)));
        String chosen = invocation.argumentOr(2, "");
        var matching = new ArrayList<String>();
        for (var device : owner.devices("devices").entrySet()) {
            boolean meant = chosen.isEmpty() || chosen.equals(device.getKey());
            if (meant && isOn(network.name(), device.getValue())) {
                matching.add(device.getKey());
            }
        }
        if (matching.isEmpty()) {
            throw new CommandFailure("No device found for this network: " + owner.name() + " has no interface " + chosen
                    + (chosen.isEmpty() ? "" : " ") + "on " + network.name());
        }
        if (matching.size() > 1) {
            throw new CommandFailure("More than one device matches, specify the device name: " + matching);
        }
        owner.mapField("devices").remove(matching.getFirst());
        owner.write();
        return 0;
    }

    private static boolean isOn(String network, Map<String, Object> device) {
        return "nic".equals(device.get("type"))
                && (network.equals(device.get("parent")) || network.equals(device.get("network")));
    }
}
