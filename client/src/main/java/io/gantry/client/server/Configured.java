package io.gantry.client.server;

import io.gantry.api.Operation;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Things of one kind that have a configuration, each known by a name. What is read is a tree of maps, lists and scalars
 * with all that the server said, so that writing it back loses nothing that this client does not know.
 *
 * <p>Refusals are {@link ApiException}s, 404 where there is no such thing.
 */
public interface Configured {
    /** The thing as it is now, and the version by which a later change can insist on that. */
    ApiServer.Versioned read(String name) throws IOException;

    /**
     * Replaces its configuration by this; fields that are not there become empty.
     *
     * @param fields a record of the API or a tree
     * @param version that the change is for, refused with 412 where the thing is another by now; null for any
     * @return the operation, where the change goes on in the background
     */
    Optional<Operation> replace(String name, Object fields, @Nullable String version) throws IOException;
}
