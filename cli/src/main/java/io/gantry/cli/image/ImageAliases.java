package io.gantry.cli.image;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;

/** The names of a server's images. */
public final class ImageAliases {
    private ImageAliases() {}

    /** Makes each alias name this image; one that names another image before is taken from it. */
    public static void put(ApiServer server, List<ImageAlias> aliases, String fingerprint) throws IOException {
        for (ImageAlias alias : aliases) {
            deleteIfThere(server, alias.name());
            create(server, alias, fingerprint);
        }
    }

    static void create(ApiServer server, ImageAlias alias, String fingerprint) throws IOException {
        server.send(
                "POST",
                ApiPath.of("images", "aliases"),
                new ImageAliasesEntry(alias.description(), fingerprint, alias.name(), ""));
    }

    /** Takes a name away; the image stays. */
    private static void deleteIfThere(ApiServer server, String alias) throws IOException {
        try {
            server.send("DELETE", ApiPath.of("images", "aliases", alias), null);
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
