package io.gantry.cli.config;

import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The devices of an instance or a profile, for commands that change them. */
final class Devices {
    private final Resource resource;
    private final Map<String, Map<String, Object>> own;

    private Devices(Resource resource) {
        this.resource = resource;
        this.own = resource.devices("devices");
    }

    /** Those of the thing that the first argument names. */
    static Devices read(Invocation invocation, ResourceKind kind) throws IOException {
        Target target = invocation.namedTarget(0, kind.noun());
        return new Devices(Resource.read(invocation.context(), kind, target));
    }

    String owner() {
        return resource.name();
    }

    Map<String, Map<String, Object>> own() {
        return own;
    }

    Map<String, Map<String, Object>> expanded() {
        return resource.devices("expanded_devices");
    }

    /** A device of its own. */
    Map<String, Object> device(String name) {
        Map<String, Object> device = own.get(name);
        if (device == null) {
            throw new CommandFailure(
                    expanded().containsKey(name)
                            ? "Device from profile(s) cannot be modified for individual instance: \"" + name + "\" of "
                                    + owner()
                                    + "; override it first with `lxc config device override`, or change the profile"
                            : "Device doesn't exist: " + owner() + " has no \"" + name + "\"; it has: "
                                    + (own.isEmpty() ? "none" : String.join(", ", own.keySet())));
        }
        return device;
    }

    void write() throws IOException {
        resource.write();
    }

    static Map<String, Object> properties(List<String> words) {
        var properties = new LinkedHashMap<String, Object>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new UsageException("No value found in \"" + word + "\"; write key=value");
            }
            properties.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return properties;
    }
}
