package io.gantry.client.storage;

import io.gantry.api.StoragePool;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.NamedObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The storage pools of a server. */
public final class StoragePools extends NamedObjects<StoragePool> {
    public StoragePools(ApiServer server) {
        super(server, "storage-pools", StoragePool.class);
    }

    public void create(StoragePoolsPost request) throws IOException {
        post(request);
    }

    /** Its size and what of it is used, in bytes, as the server shows them. */
    public Object resources(String name) throws IOException {
        return treeBelow(name, "resources");
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
}
