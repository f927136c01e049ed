package io.gantry.client.instance;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageMetadata;
import io.gantry.api.Instance;
import io.gantry.api.InstanceExecPost;
import io.gantry.api.InstanceFull;
import io.gantry.api.InstancePost;
import io.gantry.api.InstancePut;
import io.gantry.api.InstanceState;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.InstancesPost;
import io.gantry.api.Operation;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a server. A change gives the operation back that it goes on in; {@link
 * io.gantry.client.operation.Operations} waits for it. Where a name may be a snapshot's it is written {@code c1/snap0}.
 *
 * <p>Refusals are {@link ApiException}s, 404 where there is no such instance. Safe for use by several threads.
 */
public final class Instances implements Configured {
    private final ApiServer server;

    public Instances(ApiServer server) {
        this.server = server;
    }

    /** How much a list says of each instance. */
    public enum Detail {
        /** What is in {@link Instance}. */
        CONFIGURATION(1),
        /** State and snapshots too, which takes the server longer: {@link InstanceFull}. */
        STATE(2);

        private final int recursion;

        Detail(int recursion) {
            this.recursion = recursion;
        }
    }

    /** Whose instances are listed. */
    public enum Extent {
        ONE_PROJECT,
        ALL_PROJECTS
    }

    /** All instances, as the server shows them. */
    public List<?> trees(Detail detail, Extent extent) throws IOException {
        String path = ApiPath.withQuery(ApiPath.of("instances"), "recursion", String.valueOf(detail.recursion));
        return server.trees(extent == Extent.ALL_PROJECTS ? ApiPath.withQuery(path, "all-projects", "true") : path);
    }

    public List<Instance> list() throws IOException {
        return server.list(ApiPath.withQuery(ApiPath.of("instances"), "recursion", "1"), Instance.class);
    }

    public Instance get(String name) throws IOException {
        return server.get(path(name), Instance.class);
    }

    /** The instance with its state and snapshots; of a snapshot what there is. */
    public InstanceFull details(String name) throws IOException {
        boolean isSnapshot = name.indexOf('/') >= 0;
        return server.get(
                isSnapshot ? path(name) : ApiPath.withQuery(path(name), "recursion", "1"), InstanceFull.class);
    }

    /** Whether there is such an instance or snapshot. */
    public boolean exists(String name) throws IOException {
        try {
            server.tree(path(name));
            return true;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public ApiServer.Versioned read(String name) throws IOException {
        return server.versioned(path(name));
    }

    /** Servers of some versions change snapshots at once, and answer without an operation. */
    @Override
    public Optional<Operation> replace(String name, Object fields, @Nullable String version) throws IOException {
        Object reply = server.send("PUT", path(name), fields, version);
        return reply instanceof Map<?, ?> operation && operation.containsKey("id")
                ? Optional.of(ApiJson.fromTree(reply, Operation.class))
                : Optional.empty();
    }

    public Operation create(InstancesPost request) throws IOException {
        return server.start("POST", ApiPath.of("instances"), request);
    }

    /**
     * The name of a new instance, which the server chose where the request had none.
     *
     * @param created the operation of {@link #create}
     */
    public static Optional<String> nameOf(Operation created) {
        Map<String, List<String>> resources = created.resources();
        if (resources != null) {
            for (String kind : List.of("instances", "containers")) {
                List<String> urls = resources.getOrDefault(kind, List.of());
                if (!urls.isEmpty()) {
                    String url = urls.getFirst();
                    return Optional.of(url.substring(url.lastIndexOf('/') + 1));
                }
            }
        }
        return Optional.empty();
    }

    public Operation change(String name, InstancePut change) throws IOException {
        return server.start("PUT", path(name), change);
    }

    /**
     * Puts an instance back to one of its snapshots.
     *
     * @param snapshot its own name, without the instance's
     * @param stateful whether what ran then runs again
     */
    public Operation restore(String name, String snapshot, boolean stateful) throws IOException {
        return server.start("PUT", path(name), Map.of("restore", snapshot, "stateful", stateful));
    }

    public Operation rename(String name, String newName) throws IOException {
        return change(name, InstancePost.rename(newName));
    }

    /** Moves the instance to another pool, or offers it to another server. */
    public Operation change(String name, InstancePost request) throws IOException {
        return server.start("POST", path(name), request);
    }

    /** Deletes an instance or a snapshot. */
    public Operation delete(String name) throws IOException {
        return server.start("DELETE", path(name), null);
    }

    public InstanceState state(String name) throws IOException {
        return server.get(path(name) + "/state", InstanceState.class);
    }

    public Operation changeState(String name, InstanceStatePut change) throws IOException {
        return server.start("PUT", path(name) + "/state", change);
    }

    /** Runs a program; the metadata of the operation has, as {@code fds}, the secrets of its websockets. */
    public Operation exec(String name, InstanceExecPost program) throws IOException {
        return server.start("POST", ApiPath.of("instances", name, "exec"), program);
    }

    /** A log of the instance, such as {@code lxc.log}; the caller closes it. */
    public InputStream log(String name, String file) throws IOException {
        Connection.Reply reply = server.exchange(
                "GET", ApiPath.of("instances", name, "logs", file), Map.of(), new Connection.Body.None());
        return new ReplyBody(reply);
    }

    /** What the instance has from its image, with its version. */
    public ApiServer.Versioned metadata(String name) throws IOException {
        return server.versioned(metadataPath(name));
    }

    /** @param version that the change is for, null for any */
    public void replaceMetadata(String name, ImageMetadata metadata, @Nullable String version) throws IOException {
        server.send("PUT", metadataPath(name), metadata, version);
    }

    private static String metadataPath(String name) {
        return ApiPath.of("instances", name, "metadata");
    }

    private static String path(String name) {
        return ApiPath.instance(name);
    }
}
