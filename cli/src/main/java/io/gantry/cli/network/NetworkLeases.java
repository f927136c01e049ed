package io.gantry.cli.network;

import io.gantry.api.ApiJson;
import io.gantry.api.NetworkLease;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Target;
import io.gantry.client.network.Networks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** Lists the addresses that a network has handed out. */
public final class NetworkLeases implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<network>";
    }

    @Override
    public String description() {
        return "List DHCP leases";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "network");
        List<?> trees = new Networks(context.server(target)).leaseTrees(target.name());
        var rows = new ArrayList<List<String>>();
        for (Object tree : trees) {
            NetworkLease lease = ApiJson.fromTree(tree, NetworkLease.class);
            rows.add(List.of(
                    lease.hostname(),
                    lease.hwaddr(),
                    lease.address(),
                    lease.type().toUpperCase(Locale.ROOT)));
        }
        rows.sort(Comparator.comparing((List<String> row) -> row.getFirst()).thenComparing(row -> row.get(2)));
        context.show(invocation, new Table(List.of("HOSTNAME", "MAC ADDRESS", "IP ADDRESS", "TYPE"), rows), trees);
        return 0;
    }
}
