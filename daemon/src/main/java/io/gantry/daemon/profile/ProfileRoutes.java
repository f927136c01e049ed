package io.gantry.daemon.profile;

import io.gantry.api.ApiJson;
import io.gantry.api.MalformedJsonException;
import io.gantry.api.Profile;
import io.gantry.api.ProfilePut;
import io.gantry.api.ProfilesPost;
import io.gantry.api.Rename;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /1.0/profiles}. */
public final class ProfileRoutes implements Routes {
    private static final String ALL = "/1.0/profiles";
    private static final String ONE = ALL + "/{name}";

    private final Profiles profiles;

    public ProfileRoutes(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, ALL, this::list);
        router.route(Method.POST, ALL, this::create);
        router.route(Method.GET, ONE, this::show);
        router.route(Method.PUT, ONE, this::replace);
        router.route(Method.PATCH, ONE, this::merge);
        router.route(Method.POST, ONE, this::rename);
        router.route(Method.DELETE, ONE, this::delete);
    }

    private Reply list(Request request) {
        List<ProfileRecord> all = profiles.list(request.project());
        return request.recursion() > 0
                ? Reply.of(all.stream().map(this::view).toList())
                : Reply.of(all.stream()
                        .map(profile -> Profiles.url(profile.name()))
                        .toList());
    }

    private Reply create(Request request) {
        var wanted = request.body(ProfilesPost.class);
        profiles.create(new ProfileRecord(
                request.project(),
                wanted.name(),
                wanted.description(),
                withoutEmpty(wanted.config()),
                wanted.devices()));
        return Reply.created(Profiles.url(wanted.name()));
    }

    private Reply show(Request request) {
        ProfileRecord profile = find(request);
        return Reply.withEtag(view(profile), etag(profile));
    }

    private Reply replace(Request request) {
        ProfileRecord now = find(request);
        request.requireUnchanged(etag(now));
        update(now, request.body(ProfilePut.class));
        return Reply.empty();
    }

    private Reply merge(Request request) {
        ProfileRecord now = find(request);
        request.requireUnchanged(etag(now));
        Map<String, Object> changes = request.bodyTree();
        var whole = new TreeMap<String, Object>();
        whole.put("description", changes.get("description") instanceof String text ? text : now.description());
        whole.put("config", merged(now.config(), changes, "config"));
        whole.put("devices", merged(now.devices(), changes, "devices"));
        try {
            update(now, ApiJson.fromTree(whole, ProfilePut.class));
        } catch (MalformedJsonException e) {
            throw DaemonException.invalid("The body is not that of a profile: " + e.getMessage());
        }
        return Reply.empty();
    }

    private static Map<String, Object> merged(Map<String, ?> now, Map<String, Object> body, String field) {
        Map<String, Object> merged = new TreeMap<>(now);
        if (body.get(field) instanceof Map<?, ?> changes) {
            changes.forEach((key, value) -> merged.put(key.toString(), value == null ? "" : value));
        }
        return merged;
    }

    private void update(ProfileRecord now, ProfilePut wanted) {
        profiles.update(new ProfileRecord(
                now.project(), now.name(), wanted.description(), withoutEmpty(wanted.config()), wanted.devices()));
    }

    private Reply rename(Request request) {
        String newName = request.body(Rename.class).name();
        profiles.rename(request.project(), request.pathVariable("name"), newName);
        return Reply.created(Profiles.url(newName));
    }

    private Reply delete(Request request) {
        profiles.delete(request.project(), request.pathVariable("name"));
        return Reply.empty();
    }

    private ProfileRecord find(Request request) {
        return profiles.find(request.project(), request.pathVariable("name"));
    }

    private Profile view(ProfileRecord profile) {
        return new Profile(
                profile.config(),
                profile.description(),
                profile.devices(),
                profile.name(),
                profiles.usersOf(profile.project(), profile.name()));
    }

    private static Object etag(ProfileRecord profile) {
        return List.of(new TreeMap<>(profile.config()), profile.description(), sorted(profile.devices()));
    }

    private static Map<String, Object> sorted(Map<String, Map<String, String>> devices) {
        var sorted = new TreeMap<String, Object>();
        devices.forEach((name, device) -> sorted.put(name, new TreeMap<>(device)));
        return sorted;
    }

    private static Map<String, String> withoutEmpty(Map<String, String> config) {
        var kept = new TreeMap<>(config);
        kept.values().removeIf(String::isEmpty);
        return kept;
    }
}
