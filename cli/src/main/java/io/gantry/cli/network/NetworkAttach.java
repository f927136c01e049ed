package io.gantry.cli.network;

import io.gantry.api.Network;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.config.Resource;
import io.gantry.cli.config.ResourceKind;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import io.gantry.client.network.Networks;
import java.io.IOException;
import java.util.LinkedHashMap;

/** Gives an instance or a profile a network interface. */
public final class NetworkAttach implements Command {
    private final ResourceKind kind;

    /**
     * @param kind of what gets the interface
     */
    public NetworkAttach(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]<network> <" + kind.noun() + "> [<device name>] [<interface name>]";
    }

    @Override
    public String description() {
        return "Attach network interfaces to " + kind.noun() + "s";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 4);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "network");
        Network network = new Networks(context.server(target)).get(target.name());
        var device = new LinkedHashMap<String, Object>();
        device.put("type", "nic");
        if (network.managed() && context.server(target).has("instance_nic_network")) {
            device.put("network", network.name());
        } else {
            device.put("nictype", network.type().equals("bridge") ? "bridged" : "macvlan");
            device.put("parent", network.name());
        }
        if (invocation.arguments().size() > 3) {
            device.put("name", invocation.argument(3));
        }
        Resource owner = Resource.read(context, kind, new Target(target.remote(), invocation.argument(1)));
        String name = invocation.argumentOr(2, target.name());
        if (owner.devices("devices").containsKey(name)) {
            throw new CommandFailure(
                    "Device already exists: " + name + " on " + owner.name() + "; give the new one another name");
        }
        owner.mapField("devices").put(name, device);
        owner.write();
        return 0;
    }
}
