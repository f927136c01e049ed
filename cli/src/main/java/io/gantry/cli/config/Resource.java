package io.gantry.cli.config;

import io.gantry.api.Operation;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A thing with configuration as it was at one moment. Writing it back is refused where somebody else changed it since.
 */
public final class Resource {
    private final Context context;
    private final ApiServer server;
    private final ResourceKind kind;
    private final String name;
    private final Map<String, Object> fields;
    private final @Nullable String version;

    private Resource(
            Context context,
            ApiServer server,
            ResourceKind kind,
            String name,
            Map<String, Object> fields,
            @Nullable String version) {
        this.context = context;
        this.server = server;
        this.kind = kind;
        this.name = name;
        this.fields = fields;
        this.version = version;
    }

    /**
     * @param target its name is what the API knows the thing by
     */
    public static Resource read(Context context, ResourceKind kind, Target target) throws IOException {
        ApiServer server = context.server(target);
        try {
            ApiServer.Versioned reply = kind.at(server).read(target.name());
            return new Resource(context, server, kind, target.name(), map(reply.tree()), reply.version());
        } catch (ApiException e) {
            if (e.isNotFound() && kind != ResourceKind.SERVER) {
                throw missing(kind, target, e);
            }
            throw e;
        }
    }

    private static CommandFailure missing(ResourceKind kind, Target target, ApiException cause) {
        String list = switch (kind) {
            case INSTANCE -> "list";
            case SNAPSHOT -> "info";
            case POOL -> "storage list";
            case CERTIFICATE -> "config trust list";
            default -> kind.noun() + " list";
        };
        return new CommandFailure(
                kind.title() + " not found: there is no \"" + target.name() + "\" on " + target.remote() + ":; `lxc "
                        + list
                        + " " + target.remote() + ":"
                        + (kind == ResourceKind.SNAPSHOT
                                ? target.name().substring(0, target.name().indexOf('/'))
                                : "")
                        + "` shows those there are",
                cause);
    }

    private static Map<String, Object> map(@Nullable Object tree) {
        var map = new LinkedHashMap<String, Object>();
        if (tree instanceof Map<?, ?> read) {
            read.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    public String name() {
        return name;
    }

    public @Nullable Object field(String field) {
        return fields.get(field);
    }

    /** The keys and values of a map field; changes to them are written by {@link #write}. */
    @SuppressWarnings("unchecked") // the API's maps have texts as keys
    public Map<String, Object> mapField(String field) {
        return (Map<String, Object>) fields.compute(field, (key, value) -> map(value));
    }

    /** The devices of their own; changes to them are written by {@link #write}. */
    @SuppressWarnings("unchecked") // every device is a map of texts, made so here
    public Map<String, Map<String, Object>> devices(String field) {
        Map<String, Object> devices = mapField(field);
        devices.replaceAll((device, values) -> map(values));
        return (Map<String, Map<String, Object>>) (Map<String, ?>) devices;
    }

    public void replace(String field, Object value) {
        fields.put(field, value);
    }

    /** What the kind shows of it. */
    public Map<String, Object> shown() {
        return chosen(kind.shownFields());
    }

    Map<String, Object> chosen(List<String> names) {
        return chosen(names, fields);
    }

    /** Of an object of the API these fields, the keys of their maps in the order of names. */
    static Map<String, Object> chosen(List<String> names, Object tree) {
        Map<?, ?> fields = map(tree);
        var chosen = new LinkedHashMap<String, Object>();
        for (String field : names) {
            if (fields.containsKey(field)) {
                chosen.put(field, sorted(fields.get(field)));
            }
        }
        return chosen;
    }

    /** The same with the keys of all maps in the order of names. */
    public static @Nullable Object sorted(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                var ordered = new TreeMap<String, Object>(new NaturalOrder());
                map.forEach((key, value) -> ordered.put(String.valueOf(key), sorted(value)));
                yield ordered;
            }
            case List<?> list -> {
                var elements = new ArrayList<@Nullable Object>();
                list.forEach(element -> elements.add(element instanceof Map<?, ?> ? element : sorted(element)));
                yield elements;
            }
            case null, default -> tree;
        };
    }

    /** Writes it with all changes made to the fields here. */
    public void write() throws IOException {
        put(chosen(kind.writtenFields()));
    }

    /** Writes what a user wrote as YAML; what it leaves out is empty. */
    void write(Map<String, Object> written) throws IOException {
        var body = new LinkedHashMap<String, Object>();
        for (String field : kind.writtenFields()) {
            Object before = fields.get(field);
            Object value = written.get(field);
            boolean leftOut = value == null;
            if (leftOut && kind == ResourceKind.IMAGE && field.equals("profiles")) {
                // The server then takes the default profile; an image without any has an empty list.
                continue;
            }
            if (leftOut && field.endsWith("_at")) {
                value = before;
            }
            Object typed = YamlInput.likeBefore(value, before);
            if (typed != null) {
                body.put(field, typed);
            } else if (before instanceof String) {
                body.put(field, "");
            }
        }
        put(body);
    }

    private void put(Map<String, Object> body) throws IOException {
        Optional<Operation> change = kind.at(server).replace(name, body, version);
        if (change.isPresent()) {
            context.await(server, change.get(), "Changing " + name);
        }
    }
}
