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
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** Lists the instances of a server. */
public final class InstanceList implements Command {
    private static final String DEFAULT_COLUMNS = "ns46tS";
    private static final String FAST_COLUMNS = "nsacPt";
    private static final String OF_ALL_PROJECTS = "e";

    @Override
    public String arguments() {
        return "[<remote>:] [<filter>...]";
    }

    @Override
    public String description() {
        return """
                List instances

                Default column layout: ns46tS. The default table says in its last but one column whether an
                instance is persistent or ephemeral; with --columns or another format that column is its type.
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
                  t - Type (of the instance, and whether it is ephemeral)
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
        boolean inAllProjects = invocation.has("all-projects");
        if (inAllProjects && context.hasProject()) {
            throw new UsageException("Can't specify --project with --all-projects");
        }
        List<InstanceColumn> columns = columns(invocation, context.zone());
        var filter = new InstanceFilter(filters);
        boolean needsState = filter.needsState();
        for (InstanceColumn column : columns) {
            needsState |= column.needsState();
        }
        ApiServer server = context.server(remote);
        if (invocation.has("columns")
                && hasLocation(columns)
                && !server.info().environment().serverClustered()) {
            throw new UsageException("Can't specify column L when not clustered: " + remote + ": is one server alone");
        }
        List<?> trees = new Instances(server)
                .trees(
                        needsState ? Instances.Detail.STATE : Instances.Detail.CONFIGURATION,
                        inAllProjects ? Instances.Extent.ALL_PROJECTS : Instances.Extent.ONE_PROJECT);

        var shown = new ArrayList<Object>();
        var rows = new TreeMap<String, List<String>>(new NaturalOrder());
        List<InstanceFull> instances = ApiJson.readList(ApiJson.writeBytes(trees), InstanceFull.class);
        for (int i = 0; i < instances.size(); i++) {
            InstanceFull instance = instances.get(i);
            if (filter.accepts(instance)) {
                String name = inAllProjects ? instance.project() + "/" + instance.name() : instance.name();
                rows.put(name, row(columns, instance));
                shown.add(needsState ? trees.get(i) : withoutState(trees.get(i)));
            }
        }
        var header = new ArrayList<String>();
        for (InstanceColumn column : columns) {
            header.add(column.title());
        }
        context.show(invocation, new Table(header, List.copyOf(rows.values())), shown);
        return 0;
    }

    /**
     * The table that users get without choosing anything is the one that they know from the articles on LXD. Whoever
     * chooses columns or another format gets what LXD's client says in them, since scripts read that.
     */
    private static List<InstanceColumn> columns(Invocation invocation, ZoneId zone) {
        String project = invocation.has("all-projects") ? OF_ALL_PROJECTS : "";
        if (invocation.has("fast")) {
            return InstanceColumn.parse(project + FAST_COLUMNS, zone);
        }
        String chosen = invocation.valueOr("columns", project + DEFAULT_COLUMNS);
        var columns = new ArrayList<>(InstanceColumn.parse(chosen, zone));
        if (!invocation.has("columns") && invocation.valueOr("format", "table").equals("table")) {
            columns.replaceAll(column -> column.title().equals("TYPE") ? InstanceColumn.persistence() : column);
        }
        return columns;
    }

    /** What no column needs is not asked for; the fields are there all the same, empty. */
    private static Object withoutState(@Nullable Object tree) {
        var whole = new LinkedHashMap<String, @Nullable Object>();
        if (tree instanceof Map<?, ?> fields) {
            fields.forEach((field, value) -> whole.put(String.valueOf(field), value));
        }
        for (String field : List.of("backups", "state", "snapshots")) {
            whole.putIfAbsent(field, null);
        }
        return whole;
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
