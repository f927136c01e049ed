package io.gantry.client.storage;

import io.gantry.api.Operation;
import io.gantry.api.StoragePool;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The storage pools of a server. Refusals are {@link io.gantry.client.server.ApiException}s, 404 where there is no such pool. Safe for use by
 * several threads.
 */
public final class StoragePools implements Configured {
    private final ApiServer server;

    public StoragePools(ApiServer server) {
        this.server = server;
    }

    /** All of them, as the server shows them. */
    public List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public List<StoragePool> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), StoragePool.class);
    }

    public StoragePool get(String name) throws IOException {
        return server.get(path(name), StoragePool.class);
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

    public void create(StoragePoolsPost request) throws IOException {
        server.send("POST", all(), request);
    }

    public void delete(String name) throws IOException {
        server.send("DELETE", path(name), null);
    }

    /** Its size and what of it is used, in bytes, as the server shows them. */
    public Object resources(String name) throws IOException {
        return server.tree(ApiPath.of("storage-pools", name, "resources"));
    }

    /** What uses a pool: names by kinds such as {@code instances}, {@code profiles} and {@code volumes}. */
    public static Map<String, List<String>> users(StoragePool pool) {
        var users = new TreeMap<String, List<String>>();
        for (String url : pool.usedBy()) {
            List<String> parts = ApiPath.parts(url);
            if (parts.size() < 2) {
                continue;
            }
            boolean isVolume = parts.getFirst().equals("storage-pools") && parts.size() > 4;
            users.computeIfAbsent(isVolume ? "volumes" : parts.getFirst(), kind -> new ArrayList<>())
                    .add(parts.get(isVolume ? 4 : 1));
        }
        return users;
    }

    private static String all() {
        return ApiPath.of("storage-pools");
    }

    private static String path(String name) {
        return ApiPath.of("storage-pools", name);
    }
}
