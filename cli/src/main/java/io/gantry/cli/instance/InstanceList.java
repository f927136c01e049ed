package io.gantry.cli.instance;

import io.gantry.api.ApiJson;
import io.gantry.api.InstanceFull;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Lists the instances of a server. */
public final class InstanceList implements Command {
    private static final String DEFAULT_COLUMNS = "ns46tS";
    private static final String FAST_COLUMNS = "nsacPt";

    @Override
    public String arguments() {
        return "[<remote>:] [<filter>...]";
    }

    @Override
    public String description() {
        return """
                List instances

                Default column layout: ns46tS
                Fast column layout: nsacPt

                A single keyword like "web" lists any instance with a name starting by "web".
                A regular expression on the instance name (e.g. .*web.*01$).
                A key/value pair referring to a configuration item. The key may be shortened
                (u.blah=abc does the same as user.blah=abc), and the value may be a regular expression.

                Column shorthand chars:
                  4 - IPv4 address
                  6 - IPv6 address
                  a - Architecture
                  b - Storage pool
                  c - Creation date
                  d - Description
                  D - disk usage
                  e - Project name
                  f - Base Image Fingerprint (short)
                  F - Base Image Fingerprint (long)
                  l - Last used date
                  L - Location of the instance
                  m - Memory usage
                  M - Memory usage (%)
                  n - Name
                  N - Number of Processes
                  p - PID of the instance's init process
                  P - Profiles
                  s - State
                  S - Number of snapshots
                  t - Type (persistent or ephemeral)
                  u - CPU usage (in seconds)

                Custom columns are defined with "[config:|devices:]key[:name][:maxWidth]".""";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("c", "columns", "Columns (" + DEFAULT_COLUMNS + " by default)")
                .with("", "fast", "Fast mode (same as --columns=" + FAST_COLUMNS + ")")
                .withValue("f", "format", "Format (csv|json|table|yaml|compact)")
                .with("", "all-projects", "Display instances from all projects")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        if (invocation.has("fast") && invocation.has("columns")) {
            throw new UsageException("Can't specify --fast with --columns");
        }
        Context context = invocation.context();
        var filters = new ArrayList<>(invocation.arguments());
        String remote = context.remotes().defaultRemote();
        if (!filters.isEmpty()
                && filters.getFirst().indexOf(':') >= 0
                && filters.getFirst().indexOf('=') < 0) {
            Target target = context.target(filters.removeFirst());
            remote = target.remote();
            if (!target.name().isEmpty()) {
                filters.addFirst(target.name());
            }
        }
        String chosen = invocation.has("fast") ? FAST_COLUMNS : invocation.valueOr("columns", DEFAULT_COLUMNS);
        List<InstanceColumn> columns = InstanceColumn.parse(chosen, context.zone());
        var filter = new InstanceFilter(filters);
        boolean needsState = filter.needsState();
        for (InstanceColumn column : columns) {
            needsState |= column.needsState();
        }
        String format = invocation.valueOr("format", "table");
        boolean wholeObjects = format.equals("json") || format.equals("yaml");
        ApiServer server = context.server(remote);
        if (invocation.has("columns")
                && hasLocation(columns)
                && !server.info().environment().serverClustered()) {
            throw new UsageException("Can't specify column L when not clustered: " + remote + ": is one server alone");
        }
        List<?> trees = (List<?>) server.tree("/1.0/instances?recursion=" + (needsState || wholeObjects ? 2 : 1));

        var shown = new TreeMap<String, Object>(new NaturalOrder());
        var rows = new TreeMap<String, List<String>>(new NaturalOrder());
        List<InstanceFull> instances = ApiJson.readList(ApiJson.writeBytes(trees), InstanceFull.class);
        for (int i = 0; i < instances.size(); i++) {
            InstanceFull instance = instances.get(i);
            if (filter.accepts(instance)) {
                rows.put(instance.name(), row(columns, instance));
                shown.put(instance.name(), trees.get(i));
            }
        }
        var header = new ArrayList<String>();
        for (InstanceColumn column : columns) {
            header.add(column.title());
        }
        context.show(invocation, new Table(header, List.copyOf(rows.values())), List.copyOf(shown.values()));
        return 0;
    }

    private static boolean hasLocation(List<InstanceColumn> columns) {
        return columns.stream().anyMatch(column -> column.title().equals(InstanceColumn.LOCATION));
    }

    private static List<String> row(List<InstanceColumn> columns, InstanceFull instance) {
        var cells = new ArrayList<String>();
        for (InstanceColumn column : columns) {
            cells.add(column.cell().apply(instance));
        }
        return cells;
    }
}
