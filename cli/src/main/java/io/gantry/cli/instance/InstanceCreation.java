package io.gantry.cli.instance;

import io.gantry.api.ApiJson;
import io.gantry.api.InstanceSource;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.InstancesPost;
import io.gantry.api.Network;
import io.gantry.api.Operation;
import io.gantry.cli.command.Assignments;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.config.YamlInput;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.image.ImageReference;
import io.gantry.cli.server.Target;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.instance.Instances;
import io.gantry.client.network.Networks;
import io.gantry.client.profile.Profiles;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import io.gantry.client.server.OperationFailedException;
import io.gantry.client.storage.StoragePools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** Makes an instance from an image, and starts it where asked. */
public final class InstanceCreation implements Command {
    private final Afterwards afterwards;

    public InstanceCreation(Afterwards afterwards) {
        this.afterwards = afterwards;
    }

    /** What happens to the new instance. */
    public enum Afterwards {
        LEAVE_STOPPED,
        START
    }

    @Override
    public String arguments() {
        return "[<remote>:]<image> [<remote>:][<name>]";
    }

    @Override
    public String description() {
        return afterwards == Afterwards.START
                ? "Create and start instances from images"
                : "Create instances from images";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("c", "config", "Config key/value to apply to the new instance")
                .withValue("d", "device", "New key/value to apply to a specific device")
                .with("", "empty", "Create an empty instance")
                .with("e", "ephemeral", "Ephemeral instance")
                .withValue("n", "network", "Network name")
                .with("", "no-profiles", "Create the instance with no profiles applied")
                .withValue("p", "profile", "Profile to apply to the new instance")
                .withValue("s", "storage", "Storage pool name")
                .withValue("t", "type", "Instance type")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        boolean empty = invocation.has("empty");
        invocation.expect(empty ? 0 : 1, empty ? 1 : 2);
        Context context = invocation.context();
        Target target = context.target(invocation.argumentOr(empty ? 0 : 1, ""));
        ApiServer server = context.server(target);
        Map<?, ?> typed = typedConfiguration(context);
        context.report(target.name().isEmpty() ? "Creating the instance" : "Creating " + target.name());
        InstancesPost request = request(invocation, server, target.name(), typed);
        Operation created;
        if (empty) {
            created = create(context, server, request, InstanceSource.none());
        } else {
            created = createFromImage(context, server, request, context.target(invocation.argument(0)));
        }
        String name = target.name().isEmpty() ? newName(created) : target.name();
        if (target.name().isEmpty()) {
            context.report("Instance name is: " + name);
        }
        if (afterwards == Afterwards.START) {
            start(context, server, new Target(target.remote(), name));
        } else {
            warnWithoutNetwork(context, server, name);
        }
        return 0;
    }

    private static Map<?, ?> typedConfiguration(Context context) throws IOException {
        if (context.terminal().isTerminal(Terminal.Stream.INPUT)) {
            return Map.of();
        }
        String text = new String(context.terminal().in().readAllBytes(), StandardCharsets.UTF_8);
        return text.isBlank() ? Map.of() : YamlInput.readMap(text);
    }

    private static InstancesPost request(Invocation invocation, ApiServer server, String name, Map<?, ?> typed)
            throws IOException {
        var config = new LinkedHashMap<>(YamlInput.strings(typed.get("config")));
        config.putAll(Assignments.parse(invocation.values("config")));
        var devices = new LinkedHashMap<>(YamlInput.stringMaps(typed.get("devices")));
        String network = invocation.value("network");
        if (network != null) {
            devices.put("eth0", nic(server, network));
        }
        String pool = invocation.value("storage");
        if (pool != null) {
            existing(server, "storage pool", new StoragePools(server), pool);
            devices.put("root", Map.of("type", "disk", "path", "/", "pool", pool));
        }
        List<String> profiles = profiles(invocation, typed);
        override(devices, Assignments.parseDevices(invocation.values("device")), server, profiles);
        return InstancesPost.container(name)
                .instanceType(invocation.valueOr("type", ""))
                .architecture(YamlInput.string(typed.get("architecture")))
                .config(config)
                .devices(devices)
                .ephemeral(invocation.has("ephemeral") || YamlInput.isTrue(typed.get("ephemeral")))
                .profiles(profiles)
                .description(YamlInput.string(typed.get("description")))
                .build();
    }

    /** Null stands for what the server takes by default. */
    private static @Nullable List<String> profiles(Invocation invocation, Map<?, ?> typed) {
        List<String> named = invocation.values("profile").stream()
                .filter(profile -> !profile.isEmpty())
                .toList();
        boolean none = invocation.has("no-profiles") || (invocation.has("profile") && named.isEmpty());
        if (none) {
            return List.of();
        }
        if (!named.isEmpty()) {
            return named;
        }
        return typed.get("profiles") instanceof List<?> list && !list.isEmpty()
                ? list.stream().map(String::valueOf).toList()
                : null;
    }

    private static Map<String, String> nic(ApiServer server, String name) throws IOException {
        Network network = ApiJson.fromTree(existing(server, "network", new Networks(server), name), Network.class);
        if (network.managed() && server.has("instance_nic_network")) {
            return Map.of("name", "eth0", "type", "nic", "network", name);
        }
        String type = network.type().equals("bridge") ? "bridged" : "macvlan";
        return Map.of("name", "eth0", "type", "nic", "nictype", type, "parent", name);
    }

    private static Object existing(ApiServer server, String noun, Configured things, String name) throws IOException {
        try {
            return things.read(name).tree();
        } catch (ApiException e) {
            throw new CommandFailure(
                    "Failed loading " + noun + " \"" + name + "\": " + e.getMessage() + "; it must be on "
                            + server.remote() + ":",
                    e);
        }
    }

    private static void override(
            Map<String, Map<String, String>> devices,
            Map<String, Map<String, String>> overrides,
            ApiServer server,
            @Nullable List<String> profiles)
            throws IOException {
        var inherited = new LinkedHashMap<String, Map<String, String>>();
        if (!devices.keySet().containsAll(overrides.keySet())) {
            for (String profile : profiles == null || profiles.isEmpty() ? List.of("default") : profiles) {
                inherited.putAll(new Profiles(server).get(profile).devices());
            }
        }
        for (var override : overrides.entrySet()) {
            var before = devices.getOrDefault(override.getKey(), inherited.get(override.getKey()));
            if (before == null) {
                throw new UsageException(
                        "the device " + override.getKey() + " cannot be overridden: no profile of the instance has it");
            }
            var device = new LinkedHashMap<>(before);
            device.putAll(override.getValue());
            devices.put(override.getKey(), device);
        }
    }

    private static Operation createFromImage(Context context, ApiServer server, InstancesPost request, Target image)
            throws IOException {
        ImageReference reference = ImageReference.find(context, image, server);
        Optional<String> here = reference.on(server);
        if (here.isPresent()) {
            return create(context, server, request, InstanceSource.image(here.get()));
        }
        return reference
                .origin()
                .fetched(address -> create(
                        context,
                        server,
                        request,
                        InstanceSource.image(reference.origin().at(address))));
    }

    private static Operation create(Context context, ApiServer server, InstancesPost request, InstanceSource source)
            throws IOException {
        var complete = request.toBuilder().source(source).build();
        return context.await(server, new Instances(server).create(complete), "Creating the instance");
    }

    /** The name that the server chose. */
    static String newName(Operation created) {
        return Instances.nameOf(created)
                .orElseThrow(() -> new CommandFailure(
                        "The server did not say how the new instance is called; `lxc list` shows it"));
    }

    private static void start(Context context, ApiServer server, Target target) throws IOException {
        context.report("Starting " + target.name());
        try {
            context.await(
                    server,
                    new Instances(server).changeState(target.name(), InstanceStatePut.start()),
                    "Starting " + target.name());
        } catch (OperationFailedException | ApiException e) {
            throw new CommandFailure(e.getMessage() + "; try `lxc info --show-log " + target + "` for more info", e);
        }
        warnWithoutNetwork(context, server, target.name());
    }

    private static void warnWithoutNetwork(Context context, ApiServer server, String name) throws IOException {
        if (context.isQuiet()) {
            return;
        }
        var instance = new Instances(server).get(name);
        for (Map<String, String> device : instance.expandedDevices().values()) {
            if ("nic".equals(device.get("type"))) {
                return;
            }
        }
        context.warn("""

                The instance you are starting doesn't have any network attached to it.
                  To create a new network, use: lxc network create
                  To attach a network to an instance, use: lxc network attach
                """);
    }
}
