package io.gantry.cli.query;

import io.gantry.api.ApiJson;
import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.config.Resource;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.client.event.Events;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Shows what happens at a server until the user interrupts. */
public final class Monitor implements Command {
    private static final List<String> LEVELS = List.of("panic", "fatal", "error", "warning", "info", "debug", "trace");

    @Override
    public String arguments() {
        return "[<remote>:]";
    }

    @Override
    public String description() {
        return """
                Monitor a local or remote server

                By default the monitor will listen to all message types.

                lxc monitor --type=logging
                    Only show log messages.

                lxc monitor --pretty --type=logging --loglevel=info
                    Show a pretty log of messages with info level or higher.

                lxc monitor --type=lifecycle
                    Only show lifecycle events.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("", "all-projects", "Show events from all projects")
                .withValue("f", "format", "Format (json|pretty|yaml)")
                .withValue("", "loglevel", "Minimum level for log messages (only available when using pretty format)")
                .with("", "pretty", "Pretty rendering (short for --format=pretty)")
                .withValue("", "type", "Event type to listen for")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        Context context = invocation.context();
        String format = invocation.has("pretty") ? "pretty" : invocation.valueOr("format", "yaml");
        if (!List.of("json", "pretty", "yaml").contains(format)) {
            throw new UsageException("Invalid format: " + format + "; choose one of json, pretty, yaml");
        }
        String least = invocation.valueOr("loglevel", "");
        if (!least.isEmpty() && !format.equals("pretty")) {
            throw new UsageException("Log level filtering can only be used with pretty formatting");
        }
        if (!least.isEmpty() && level(least) < 0) {
            throw new UsageException("no log level \"" + least + "\"; choose one of " + String.join(", ", LEVELS));
        }
        ApiServer server = context.server(invocation.target(0));
        Events.Extent extent = invocation.has("all-projects") ? Events.Extent.ALL_PROJECTS : Events.Extent.ONE_PROJECT;
        try (Events events = Events.listen(server, invocation.values("type"), extent)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                show(context, event.get(), format, least);
            }
        }
        throw new CommandFailure("The server " + server.remote() + " ended the stream of events");
    }

    private static int level(String name) {
        return LEVELS.indexOf(
                switch (name) {
                    case "dbug" -> "debug";
                    case "warn" -> "warning";
                    case "eror" -> "error";
                    case "crit" -> "fatal";
                    default -> name;
                });
    }

    private static void show(Context context, String json, String format, String least) throws IOException {
        Object tree = ApiJson.readTree(json.getBytes(StandardCharsets.UTF_8));
        switch (format) {
            case "json" -> context.print(ApiJson.write(tree) + "\n\n");
            case "yaml" -> context.print(Yaml.write(Resource.sorted(tree)) + "\n\n");
            default -> {
                if (tree instanceof Map<?, ?> event) {
                    showPretty(context, event, least);
                }
            }
        }
    }

    private static void showPretty(Context context, Map<?, ?> event, String least) throws IOException {
        Map<?, ?> metadata = event.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        String type = String.valueOf(event.get("type"));
        String level = type.equals("logging") ? text(metadata, "level") : "info";
        if (level(level) > level(least.isEmpty() ? "debug" : least)) {
            return;
        }
        String message = switch (type) {
            case "logging" -> text(metadata, "message");
            case "lifecycle" -> "Action: " + text(metadata, "action") + ", Source: " + text(metadata, "source");
            default ->
                "ID: " + text(metadata, "id") + ", Class: " + text(metadata, "class") + ", Description: "
                        + text(metadata, "description");
        };
        var line = new StringBuilder();
        String title = LEVELS.get(Math.max(level(level), 0)).toUpperCase(Locale.ROOT);
        line.append(title)
                .repeat(" ", Math.max(0, 7 - title.length()))
                .append('[')
                .append(text(event, "timestamp"))
                .append("] ")
                .append(message)
                .repeat(" ", Math.max(0, 44 - message.length()));
        if (metadata.get("context") instanceof Map<?, ?> extra) {
            new TreeMap<>(strings(extra))
                    .forEach((key, value) ->
                            line.append(' ').append(key).append('=').append(quoted(value)));
        }
        context.printLine(line.toString().stripTrailing());
    }

    private static Map<String, String> strings(Map<?, ?> map) {
        var strings = new TreeMap<String, String>();
        map.forEach((key, value) -> strings.put(String.valueOf(key), String.valueOf(value)));
        return strings;
    }

    private static String quoted(String value) {
        boolean plain = !value.isEmpty() && value.indexOf(' ') < 0 && value.indexOf('"') < 0 && value.indexOf('=') < 0;
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }
}
