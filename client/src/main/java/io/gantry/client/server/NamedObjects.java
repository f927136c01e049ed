package io.gantry.client.server;

import io.gantry.api.Operation;
import io.gantry.api.Rename;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A collection of the API whose objects change at once, without an operation, and are known by their names. Refusals are
 * {@link ApiException}s, 404 where there is no such object. Safe for use by several threads.
 *
 * @param <T> the record of one object
 */
public abstract class NamedObjects<T> implements Configured {
    private final ApiServer server;
    private final String collection;
    private final Class<T> type;

    /** @param collection its part of the path, such as {@code profiles} */
    protected NamedObjects(ApiServer server, String collection, Class<T> type) {
        this.server = server;
        this.collection = collection;
        this.type = type;
    }

    /** All of them, as the server shows them. */
    public final List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public final List<T> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), type);
    }

    public final T get(String name) throws IOException {
        return server.get(path(name), type);
    }

    @Override
    public final ApiServer.Versioned read(String name) throws IOException {
        return server.versioned(path(name));
    }

    @Override
    public final Optional<Operation> replace(String name, Object fields, @Nullable String version) throws IOException {
        server.send("PUT", path(name), fields, version);
        return Optional.empty();
    }

    public final void delete(String name) throws IOException {
        server.send("DELETE", path(name), null);
    }

    /** Adds one. */
    protected final void post(Object request) throws IOException {
        server.send("POST", all(), request);
    }

    /** Gives one another name, where the API knows that for these. */
    protected final void postName(String name, String newName) throws IOException {
        server.send("POST", path(name), new Rename(newName));
    }

    /** What stands below one of them, as the server shows it. */
    protected final Object treeBelow(String name, String part) throws IOException {
        return server.tree(ApiPath.of(collection, name, part));
    }

    protected final ApiServer server() {
        return server;
    }

    private String all() {
        return ApiPath.of(collection);
    }

    private String path(String name) {
        return ApiPath.of(collection, name);
    }
}
