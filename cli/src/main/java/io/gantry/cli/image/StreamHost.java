package io.gantry.cli.image;

import io.gantry.api.ApiJson;
import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.client.certificate.SystemTrust;
import io.gantry.client.simplestreams.StreamImage;
import io.gantry.client.simplestreams.StreamImages;
import io.gantry.client.simplestreams.StreamSite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A web server with images in the simplestreams format. Its catalog is fetched once, when first needed. */
final class StreamHost implements ImageHost {
    private final Context context;
    private final String remote;
    private @Nullable StreamImages known;

    StreamHost(Context context, String remote) {
        this.context = context;
        this.remote = remote;
    }

    /** Whether a remote is such a server. */
    static boolean isMeant(Context context, String remote) {
        return context.remote(remote).protocol().equals("simplestreams");
    }

    @Override
    public List<?> images() throws IOException {
        var trees = new ArrayList<Object>();
        views().forEach(image -> trees.add(ApiJson.toTree(image)));
        return trees;
    }

    @Override
    public List<?> aliases() throws IOException {
        var trees = new ArrayList<Object>();
        for (Image image : views()) {
            for (ImageAlias alias : image.aliases()) {
                trees.add(ApiJson.toTree(
                        new ImageAliasesEntry(alias.description(), image.fingerprint(), alias.name(), image.type())));
            }
        }
        return trees;
    }

    @Override
    public Object image(String name) throws IOException {
        String fingerprint = listed(name).fingerprint();
        for (Image image : views()) {
            if (image.fingerprint().equals(fingerprint)) {
                return ApiJson.toTree(image);
            }
        }
        throw missing(name);
    }

    /**
     * The image that a name means here; without a name the one that the server prefers.
     *
     * @throws CommandFailure where there is none
     */
    StreamImage listed(String name) throws IOException {
        return catalog().find(name.isEmpty() ? "default" : name, architecture()).orElseThrow(() -> missing(name));
    }

    private CommandFailure missing(String name) {
        return new CommandFailure("The requested image couldn't be found: there is no image \""
                + (name.isEmpty() ? "default" : name) + "\" on " + remote + ":; `lxc image list " + remote
                + ":` shows those that are there");
    }

    private List<Image> views() throws IOException {
        return catalog().views(architecture());
    }

    private StreamImages catalog() throws IOException {
        StreamImages images = known;
        if (images == null) {
            try (StreamSite site = site()) {
                images = site.images();
            }
            known = images;
        }
        return images;
    }

    /** The server itself; the caller closes it. */
    StreamSite site() {
        String address = context.remote(remote).address();
        try {
            return new StreamSite(address, SystemTrust.context(context.environment()), "LXD");
        } catch (IllegalArgumentException malformed) {
            throw new CommandFailure(
                    "The remote \"" + remote + "\" has an address that is no URL: " + address
                            + "; `lxc remote set-url` gives it another",
                    malformed);
        }
    }

    /** Aliases mean images of this machine's architecture, by the kernel's name of it. */
    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }
}
