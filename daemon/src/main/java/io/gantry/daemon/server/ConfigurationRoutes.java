package io.gantry.daemon.server;

import io.gantry.daemon.config.ConfigKey;
import io.gantry.daemon.config.Effect;
import io.gantry.daemon.config.KeyRegistry;
import io.gantry.daemon.config.KeySet;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /1.0/metadata/configuration}: all keys that this server knows, in the form that LXD has from 5.19 on. It says
 * nothing of the server's own values, so that anybody may read it.
 */
final class ConfigurationRoutes implements Routes {
    @Override
    public void register(Router router) {
        router.route(Method.GET, "/1.0/metadata/configuration", Access.ANYBODY, _ -> Reply.of(all()));
    }

    static Map<String, Object> all() {
        var entities = new LinkedHashMap<String, Object>();
        KeyRegistry.ALL.forEach(keys -> entities.put(keys.entity(), groups(keys)));
        return Map.of("configs", entities);
    }

    private static Map<String, Object> groups(KeySet keys) {
        var groups = new LinkedHashMap<String, List<Object>>();
        for (ConfigKey<?> key : keys.all()) {
            groups.computeIfAbsent(key.group(), _ -> new ArrayList<>()).add(Map.of(key.name(), described(key)));
        }
        var described = new LinkedHashMap<String, Object>();
        groups.forEach((group, members) -> described.put(group, Map.of("keys", members)));
        return described;
    }

    private static Map<String, String> described(ConfigKey<?> key) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("type", key.typeWord());
        facts.put("defaultdesc", key.defaultWords());
        facts.put("liveupdate", key.effect() == Effect.LIVE ? "yes" : "no");
        facts.put("shortdesc", key.description());
        facts.put("longdesc", "A value is " + key.takes() + ".");
        return facts;
    }
}
