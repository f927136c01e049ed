package io.gantry.client.image;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.api.Rename;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;

/**
 * The names of a server's images. Refusals are {@link ApiException}s, 404 where there is no such alias. Safe for use by
 * several threads.
 */
public final class ImageAliases {
    private final ApiServer server;

    public ImageAliases(ApiServer server) {
        this.server = server;
    }

    /** All aliases, as the server shows them. */
    public List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public List<ImageAliasesEntry> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), ImageAliasesEntry.class);
    }

    public ImageAliasesEntry get(String name) throws IOException {
        return server.get(path(name), ImageAliasesEntry.class);
    }

    public void create(ImageAlias alias, String fingerprint) throws IOException {
        server.send("POST", all(), new ImageAliasesEntry(alias.description(), fingerprint, alias.name(), ""));
    }

    public void rename(String name, String newName) throws IOException {
        server.send("POST", path(name), new Rename(newName));
    }

    /** Takes a name away; the image stays. */
    public void delete(String name) throws IOException {
        server.send("DELETE", path(name), null);
    }

    /** Makes each alias name this image; one that names another image before is taken from it. */
    public void put(List<ImageAlias> aliases, String fingerprint) throws IOException {
        for (ImageAlias alias : aliases) {
            deleteIfThere(alias.name());
            create(alias, fingerprint);
        }
    }

    private void deleteIfThere(String name) throws IOException {
        try {
            delete(name);
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private static String all() {
        return ApiPath.of("images", "aliases");
    }

    private static String path(String name) {
        return ApiPath.of("images", "aliases", name);
    }
}
