package io.gantry.client.profile;

import io.gantry.api.Operation;
import io.gantry.api.Profile;
import io.gantry.api.ProfilesPost;
import io.gantry.api.Rename;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a server. Refusals are {@link io.gantry.client.server.ApiException}s, 404 where there is no such profile. Safe for use by
 * several threads.
 */
public final class Profiles implements Configured {
    private final ApiServer server;

    public Profiles(ApiServer server) {
        this.server = server;
    }

    /** All of them, as the server shows them. */
    public List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public List<Profile> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), Profile.class);
    }

    public Profile get(String name) throws IOException {
        return server.get(path(name), Profile.class);
    }

    @Override
    public ApiServer.Versioned read(String name) throws IOException {
        return server.versioned(path(name));
    }

    @Override
    public Optional<Operation> replace(String name, Object fields, @Nullable String version) throws IOException {
        server.send("PUT", path(name), fields, version);
        return Optional.empty();
    }

    public void create(ProfilesPost request) throws IOException {
        server.send("POST", all(), request);
    }

    public void rename(String name, String newName) throws IOException {
        server.send("POST", path(name), new Rename(newName));
    }

    public void delete(String name) throws IOException {
        server.send("DELETE", path(name), null);
    }

    private static String all() {
        return ApiPath.of("profiles");
    }

    private static String path(String name) {
        return ApiPath.of("profiles", name);
    }
}
