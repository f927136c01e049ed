package io.gantry.cli.network;

import io.gantry.api.ApiJson;
import io.gantry.api.Network;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.output.Table;
import io.gantry.client.network.Networks;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Lists the networks of a server: those that it manages and the interfaces of its host. */
public final class NetworkList implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]";
    }

    @Override
    public String description() {
        return "List available networks";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        Context context = invocation.context();
        ApiServer server = context.server(invocation.target(0));
        List<?> trees = new Networks(server).trees();
        var rows = new TreeMap<String, List<String>>(new NaturalOrder());
        for (Object tree : trees) {
            Network network = ApiJson.fromTree(tree, Network.class);
            if (network.type().equals("loopback") || network.type().equals("unknown")) {
                continue;
            }
            rows.put(
                    network.name(),
                    List.of(
                            network.name(),
                            network.type(),
                            network.managed() ? "YES" : "NO",
                            network.config().getOrDefault("ipv4.address", ""),
                            network.config().getOrDefault("ipv6.address", ""),
                            network.description(),
                            String.valueOf(network.usedBy().size()),
                            network.status().toUpperCase(Locale.ROOT)));
        }
        context.show(
                invocation,
                new Table(
                        List.of("NAME", "TYPE", "MANAGED", "IPV4", "IPV6", "DESCRIPTION", "USED BY", "STATE"),
                        List.copyOf(rows.values())),
                trees);
        return 0;
    }
}
