package io.gantry.cli.network;

import io.gantry.api.ApiJson;
import io.gantry.api.NetworkAddress;
import io.gantry.api.NetworkState;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.ByteSizes;
import io.gantry.cli.server.Target;
import io.gantry.client.network.Networks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows addresses and traffic of a network. */
public final class NetworkInfo implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<network>";
    }

    @Override
    public String description() {
        return "Get runtime information on networks";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Target target = invocation.namedTarget(0, "network");
        Object tree = new Networks(invocation.context().server(target)).state(target.name());
        String text = text(target.name(), ApiJson.fromTree(tree, NetworkState.class));
        if (tree instanceof Map<?, ?> state && state.get("bridge") instanceof Map<?, ?> bridge) {
            text += bridgeText(bridge);
        }
        invocation.context().print(text);
        return 0;
    }

    private static String bridgeText(Map<?, ?> bridge) {
        var upper = new ArrayList<String>();
        if (bridge.get("upper_devices") instanceof List<?> devices) {
            devices.forEach(device -> upper.add(String.valueOf(device)));
        }
        return "\nBridge:\n  ID: " + bridge.get("id") + "\n  STP: " + bridge.get("stp") + "\n  Forward delay: "
                + bridge.get("forward_delay") + "\n  Default VLAN ID: " + bridge.get("vlan_default")
                + "\n  VLAN filtering: " + bridge.get("vlan_filtering") + "\n  Upper devices: "
                + String.join(", ", upper) + "\n";
    }

    static String text(String name, NetworkState state) {
        var text = new StringBuilder();
        text.append("Name: ").append(name).append('\n');
        text.append("MAC address: ").append(state.hwaddr()).append('\n');
        text.append("MTU: ").append(state.mtu()).append('\n');
        text.append("State: ").append(state.state()).append('\n');
        text.append("Type: ").append(state.type()).append('\n');
        if (!state.addresses().isEmpty()) {
            text.append("\nIP addresses:\n");
        }
        for (NetworkAddress address : state.addresses()) {
            text.append("  ")
                    .append(address.family())
                    .append('\t')
                    .append(address.address())
                    .append('/')
                    .append(address.netmask())
                    .append(" (")
                    .append(address.scope())
                    .append(")\n");
        }
        text.append("\nNetwork usage:\n");
        var counters = state.counters();
        text.append("  Bytes received: ")
                .append(ByteSizes.decimal(counters.bytesReceived()))
                .append('\n');
        text.append("  Bytes sent: ")
                .append(ByteSizes.decimal(counters.bytesSent()))
                .append('\n');
        text.append("  Packets received: ").append(counters.packetsReceived()).append('\n');
        text.append("  Packets sent: ").append(counters.packetsSent()).append('\n');
        return text.toString();
    }
}
