package io.gantry.client.storage;

import io.gantry.api.StorageVolume;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The volumes of one storage pool. Safe for use by several threads. */
public final class StorageVolumes {
    private final ApiServer server;
    private final String pool;

    public StorageVolumes(ApiServer server, String pool) {
        this.server = server;
        this.pool = pool;
    }

    /** All volumes and their snapshots, as the server shows them. */
    public List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public List<StorageVolume> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), StorageVolume.class);
    }

    /**
     * A volume, as the server shows it.
     *
     * @param type {@code container}, {@code image} or {@code custom}
     */
    public Object tree(String type, String name) throws IOException {
        return server.tree(path(type, name));
    }

    /**
     * How many bytes a volume takes, empty where its pool cannot tell.
     *
     * @param type {@code container} or {@code custom}
     */
    public OptionalLong usage(String type, String name) throws IOException {
        return server.tree(path(type, name) + "/state") instanceof Map<?, ?> state
                        && state.get("usage") instanceof Map<?, ?> usage
                        && usage.get("used") instanceof Number used
                ? OptionalLong.of(used.longValue())
                : OptionalLong.empty();
    }

    /** Makes a custom volume with a file system. */
    public void create(String name, Map<String, String> config) throws IOException {
        server.send(
                "POST",
                all(),
                Map.of(
                        "name",
                        name,
                        "type",
                        "custom",
                        "content_type",
                        "filesystem",
                        "description",
                        "",
                        "config",
                        config));
    }

    /** @param type {@code container}, {@code image} or {@code custom} */
    public void delete(String type, String name) throws IOException {
        server.send("DELETE", path(type, name), null);
    }

    private String all() {
        return ApiPath.of("storage-pools", pool, "volumes");
    }

    private String path(String type, String name) {
        return ApiPath.of("storage-pools", pool, "volumes", type, name);
    }
}
