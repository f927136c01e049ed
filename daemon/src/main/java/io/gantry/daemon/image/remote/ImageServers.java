package io.gantry.daemon.image.remote;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.store.ImageReference;
import java.net.URI;

/** Connects to servers of images, by their protocol. Safe for use by many threads. */
public final class ImageServers {
    private final String userAgent;
    private final CatalogCache catalogs;

    public ImageServers(String userAgent, CatalogCache catalogs) {
        this.userAgent = userAgent;
        this.catalogs = catalogs;
    }

    /**
     * A server; nothing is sent yet.
     *
     * @throws DaemonException INVALID_REQUEST where the protocol or the URL is none
     */
    ImageServer connect(ImageReference.Remote remote) {
        URI uri = uri(remote.server());
        return switch (remote.protocol()) {
            case "lxd", "" -> new LxdImageServer(open(remote), remote);
            case "simplestreams" -> new SimplestreamsImageServer(open(remote), uri, catalogs);
            case "direct" -> new DirectImageServer(open(remote), uri);
            default -> throw DaemonException.invalid("Unsupported protocol: " + remote.protocol());
        };
    }

    /** A connection to any server over HTTP. */
    public ImageHttp open(String certificate) {
        return ImageHttp.pinnedTo(certificate, userAgent);
    }

    private ImageHttp open(ImageReference.Remote remote) {
        return open(remote.certificate());
    }

    public static URI uri(String server) {
        try {
            URI uri = URI.create(server);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw DaemonException.invalid("not the URL of an image server: " + server);
            }
            return uri;
        } catch (IllegalArgumentException _) {
            throw DaemonException.invalid("not the URL of an image server: " + server);
        }
    }
}
