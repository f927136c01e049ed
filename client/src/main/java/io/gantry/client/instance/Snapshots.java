package io.gantry.client.instance;

import io.gantry.api.InstanceSnapshot;
import io.gantry.api.InstanceSnapshotPost;
import io.gantry.api.InstanceSnapshotsPost;
import io.gantry.api.Operation;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;

/** The snapshots of one instance, by their own names. Safe for use by several threads. */
public final class Snapshots {
    private final ApiServer server;
    private final String instance;

    public Snapshots(ApiServer server, String instance) {
        this.server = server;
        this.instance = instance;
    }

    /** Oldest first. */
    public List<InstanceSnapshot> list() throws IOException {
        return server.list(
                ApiPath.withQuery(ApiPath.of("instances", instance, "snapshots"), "recursion", "1"),
                InstanceSnapshot.class);
    }

    public InstanceSnapshot get(String name) throws IOException {
        return server.get(path(name), InstanceSnapshot.class);
    }

    public Operation create(InstanceSnapshotsPost request) throws IOException {
        return server.start("POST", ApiPath.of("instances", instance, "snapshots"), request);
    }

    public Operation rename(String name, String newName) throws IOException {
        return offer(name, InstanceSnapshotPost.rename(newName));
    }

    /** Offers the snapshot to another server, which makes an instance of it. */
    public Operation offer(String name, InstanceSnapshotPost request) throws IOException {
        return server.start("POST", path(name), request);
    }

    public Operation delete(String name) throws IOException {
        return server.start("DELETE", path(name), null);
    }

    private String path(String name) {
        return ApiPath.of("instances", instance, "snapshots", name);
    }
}
