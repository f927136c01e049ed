package io.gantry.cli.instance;

import io.gantry.api.InstanceFull;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.InstanceState;
import io.gantry.api.InstanceStateMemory;
import io.gantry.api.InstanceStateNetwork;
import io.gantry.api.InstanceStateNetworkCounters;
import io.gantry.api.NetworkAddress;
import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.ByteSizes;
import io.gantry.cli.output.Table;
import io.gantry.cli.output.Times;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.ServerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.Options;

/** Shows an instance in detail, or what a server says of itself. */
public final class Info implements Command {
    @Override
    public String arguments() {
        return "[<remote>:][<instance>]";
    }

    @Override
    public String description() {
        return """
                Show instance or server information

                lxc info [<remote>:]<instance> [--show-log]
                    For instance information.

                lxc info [<remote>:]
                    For server information.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("", "show-log", "Show the instance's last 100 log lines")
                .with("", "resources", "Show the resources available to the server")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        Context context = invocation.context();
        Target target = context.target(invocation.argumentOr(0, ""));
        ApiServer server = context.server(target);
        if (target.name().isEmpty()) {
            if (invocation.has("resources")) {
                context.print(
                        new ServerSettings(server).resources() instanceof Map<?, ?> map ? ResourcesText.of(map) : "");
            } else {
                context.print(Yaml.write(withPlainFieldNames(new ServerSettings(server).tree())));
            }
            return 0;
        }
        var instances = new Instances(server);
        InstanceFull instance = instances.details(target.name());
        InstanceState state = instance.state();
        if (state == null) {
            state = instances.state(target.name());
        }
        context.print(text(instance, state, context.zone()));
        if (invocation.has("show-log")) {
            showLog(context, server, target.name());
        }
        return 0;
    }

    /** LXD's JSON gives the fields of storage drivers names in capitals, and no other fields; its YAML does not. */
    private static Object withPlainFieldNames(Object server) {
        if (server instanceof Map<?, ?> map
                && map.get("environment") instanceof Map<?, ?> environment
                && environment.get("storage_supported_drivers") instanceof List<?> drivers) {
            var plain = new ArrayList<Object>();
            for (Object driver : drivers) {
                var fields = new LinkedHashMap<String, Object>();
                if (driver instanceof Map<?, ?> named) {
                    named.forEach((name, value) -> fields.put(name.toString().toLowerCase(Locale.ROOT), value));
                }
                plain.add(fields);
            }
            var inner = new LinkedHashMap<Object, Object>(environment);
            inner.put("storage_supported_drivers", plain);
            var outer = new LinkedHashMap<Object, Object>(map);
            outer.put("environment", inner);
            return outer;
        }
        return server;
    }

    private static void showLog(Context context, ApiServer server, String name) throws IOException {
        try (InputStream log = new Instances(server).log(name, "lxc.log")) {
            context.print("\nLog:\n\n" + new String(log.readAllBytes(), StandardCharsets.UTF_8) + "\n");
        }
    }

    static String text(InstanceFull instance, InstanceState state, ZoneId zone) {
        var text = new StringBuilder();
        text.append("Name: ").append(instance.name()).append('\n');
        text.append("Status: ")
                .append(instance.status().toUpperCase(Locale.ROOT))
                .append('\n');
        text.append("Type: ")
                .append(instance.type().isEmpty() ? "container" : instance.type())
                .append(instance.ephemeral() ? " (ephemeral)" : "")
                .append('\n');
        text.append("Architecture: ").append(instance.architecture()).append('\n');
        if (state.pid() != 0) {
            text.append("PID: ").append(state.pid()).append('\n');
        }
        if (Times.isSet(instance.createdAt())) {
            text.append("Created: ")
                    .append(Times.toMinutes(instance.createdAt(), zone))
                    .append('\n');
        }
        if (Times.isSet(instance.lastUsedAt())) {
            text.append("Last Used: ")
                    .append(Times.toMinutes(instance.lastUsedAt(), zone))
                    .append('\n');
        }
        if (state.pid() != 0) {
            text.append("\nResources:\n");
            appendResources(text, state);
        }
        if (instance.snapshots() != null && !instance.snapshots().isEmpty()) {
            text.append("\nSnapshots:\n")
                    .append(snapshots(instance.snapshots(), zone).framed());
        }
        return text.toString();
    }

    private static void appendResources(StringBuilder text, InstanceState state) {
        text.append("  Processes: ").append(state.processes()).append('\n');
        if (state.disk() != null && state.disk().values().stream().anyMatch(disk -> disk.usage() != 0)) {
            text.append("  Disk usage:\n");
            state.disk().forEach((name, disk) -> appendSize(text, name, disk.usage()));
        }
        if (state.cpu().usage() > 0) {
            text.append("  CPU usage:\n    CPU usage (in seconds): ")
                    .append(state.cpu().usage() / 1_000_000_000)
                    .append('\n');
        }
        InstanceStateMemory memory = state.memory();
        if (memory.usage() != 0 || memory.usagePeak() != 0 || memory.swapUsage() != 0) {
            text.append("  Memory usage:\n");
            appendSize(text, "Memory (current)", memory.usage());
            appendSize(text, "Memory (peak)", memory.usagePeak());
            appendSize(text, "Swap (current)", memory.swapUsage());
            appendSize(text, "Swap (peak)", memory.swapUsagePeak());
        }
        if (state.network() != null && !state.network().isEmpty()) {
            text.append("  Network usage:\n");
            state.network().forEach((name, network) -> appendNetwork(text, name, network));
        }
    }

    private static void appendSize(StringBuilder text, String name, long bytes) {
        if (bytes != 0) {
            text.append("    ")
                    .append(name)
                    .append(": ")
                    .append(ByteSizes.binary(bytes))
                    .append('\n');
        }
    }

    private static void appendNetwork(StringBuilder text, String name, InstanceStateNetwork network) {
        text.append("    ").append(name).append(":\n");
        appendLine(text, "Type", network.type());
        appendLine(text, "State", network.state().toUpperCase(Locale.ROOT));
        appendLine(text, "Host interface", network.hostName());
        appendLine(text, "MAC address", network.hwaddr());
        appendLine(text, "MTU", network.mtu() == 0 ? "" : String.valueOf(network.mtu()));
        InstanceStateNetworkCounters counters = network.counters();
        appendLine(text, "Bytes received", ByteSizes.decimal(counters.bytesReceived()));
        appendLine(text, "Bytes sent", ByteSizes.decimal(counters.bytesSent()));
        appendLine(text, "Packets received", String.valueOf(counters.packetsReceived()));
        appendLine(text, "Packets sent", String.valueOf(counters.packetsSent()));
        text.append("      IP addresses:\n");
        for (NetworkAddress address : network.addresses()) {
            text.append("        ")
                    .append(address.family().equals("inet") ? "inet:  " : address.family() + ": ")
                    .append(address.address())
                    .append('/')
                    .append(address.netmask())
                    .append(" (")
                    .append(address.scope())
                    .append(")\n");
        }
    }

    private static void appendLine(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("      ").append(name).append(": ").append(value).append('\n');
        }
    }

    private static Table snapshots(List<InstanceSnapshot> snapshots, ZoneId zone) {
        var rows = new ArrayList<List<String>>();
        for (InstanceSnapshot snapshot : snapshots) {
            rows.add(List.of(
                    snapshot.name().substring(snapshot.name().lastIndexOf('/') + 1),
                    timeOrBlank(snapshot.createdAt(), zone),
                    timeOrBlank(snapshot.expiresAt(), zone),
                    snapshot.stateful() ? "YES" : "NO"));
        }
        return new Table(List.of("Name", "Taken at", "Expires at", "Stateful"), rows);
    }

    private static String timeOrBlank(Instant time, ZoneId zone) {
        return Times.isSet(time) ? Times.toMinutes(time, zone) : " ";
    }
}
