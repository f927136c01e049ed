package io.gantry.daemon.image.remote;

import io.gantry.client.simplestreams.MalformedStreamException;
import io.gantry.client.simplestreams.StreamFile;
import io.gantry.client.simplestreams.StreamImage;
import io.gantry.client.simplestreams.StreamImages;
import io.gantry.client.simplestreams.StreamIndex;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.archive.Architectures;
import io.gantry.daemon.image.remote.ImageHttp.Fetched;
import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.daemon.operation.MeteredStream;
import io.gantry.daemon.operation.TransferMeter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A web server with images in the simplestreams format. */
final class SimplestreamsImageServer implements ImageServer {
    private static final String INDEX = "streams/v1/index.json";
    private static final int LARGEST_CATALOG = 64 << 20;

    /** However slowly a catalog arrives, byte by byte. */
    private static final Duration WHOLE_CATALOG = Duration.ofMinutes(5);

    private final ImageHttp http;
    private final URI base;
    private final CatalogCache cache;
    private @Nullable StreamImages images;

    /** @param cache for the time when the server does not answer */
    SimplestreamsImageServer(ImageHttp http, URI base, CatalogCache cache) {
        this.http = http;
        this.base = base;
        this.cache = cache;
    }

    @Override
    public RemoteImage find(String name) throws IOException, InterruptedException {
        StreamImage image = images().find(name, Architectures.ofThisHost())
                .orElseThrow(() -> DaemonException.notFound(
                        "The requested image couldn't be found: there is no \"%s\" on %s".formatted(name, base)));
        return new RemoteImage(
                RemoteImage.fingerprint(image.fingerprint()),
                image.metadata().name(),
                image.properties(),
                image.expiresAt());
    }

    @Override
    public void download(RemoteImage image, IncomingImage into, TransferMeter meter)
            throws IOException, InterruptedException {
        StreamImage found = images().withFingerprint(image.fingerprint().hex()).orElseThrow();
        meter.expect(found.size());
        try (OutputStream out = into.openMetadata()) {
            fetch(found.metadata(), out, meter);
        }
        if (found.rootfs().isPresent()) {
            try (OutputStream out = into.openRootfs()) {
                fetch(found.rootfs().get(), out, meter);
            }
        }
    }

    private void fetch(StreamFile file, OutputStream out, TransferMeter meter)
            throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        try (Fetched fetched = open(file.path())) {
            new MeteredStream(fetched.body(), meter).transferTo(new DigestOutputStream(out, digest));
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        if (!file.sha256().isEmpty() && !hash.equals(file.sha256())) {
            throw new IOException("Hash mismatch for %s: %s != %s".formatted(file.path(), hash, file.sha256()));
        }
    }

    private StreamImages images() throws IOException, InterruptedException {
        StreamImages known = images;
        if (known != null) {
            return known;
        }
        StreamImages read = listed();
        images = read;
        return read;
    }

    /** What the server lists, or listed when it answered last. */
    private StreamImages listed() throws IOException, InterruptedException {
        var pages = new LinkedHashMap<URI, byte[]>();
        try {
            StreamImages read = parsed(path -> {
                byte[] content = fetch(path);
                pages.put(uri(path), content);
                return content;
            });
            pages.forEach(cache::keep);
            return read;
        } catch (IOException unreachable) {
            if (cache.find(uri(INDEX)).isEmpty()) {
                throw unreachable;
            }
            return parsed(path -> cache.find(uri(path)).orElseThrow(() -> unreachable));
        }
    }

    /** Where pages come from. */
    @FunctionalInterface
    private interface Pages {
        byte[] read(String path) throws IOException, InterruptedException;
    }

    private StreamImages parsed(Pages pages) throws IOException, InterruptedException {
        try {
            List<StreamImage> all = new ArrayList<>();
            for (String path : StreamIndex.productPaths(pages.read(INDEX))) {
                all.addAll(StreamImages.parse(pages.read(path)));
            }
            return new StreamImages(all, StreamImages.defaultOs(base));
        } catch (MalformedStreamException malformed) {
            throw new IOException(
                    "%s has no valid simplestreams catalog: %s".formatted(base, malformed.getMessage()), malformed);
        }
    }

    private byte[] fetch(String path) throws IOException, InterruptedException {
        long until = System.nanoTime() + WHOLE_CATALOG.toNanos();
        try (Fetched fetched = open(path)) {
            var content = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            InputStream body = fetched.body();
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                content.write(buffer, 0, count);
                if (content.size() > LARGEST_CATALOG) {
                    throw new IOException(path + " is longer than " + LARGEST_CATALOG + " bytes");
                }
                if (System.nanoTime() - until > 0) {
                    throw new IOException(
                            "%s has not arrived within %d seconds".formatted(path, WHOLE_CATALOG.toSeconds()));
                }
            }
            return content.toByteArray();
        }
    }

    private URI uri(String path) {
        String root = base.toString().replaceAll("/+$", "");
        return ImageServers.uri(root + "/" + path.replaceAll("^/+", "").replace(" ", "%20"));
    }

    private Fetched open(String path) throws IOException, InterruptedException {
        URI uri = uri(path);
        Fetched fetched = http.get(uri);
        if (fetched.status() != 200) {
            fetched.close();
            throw new IOException("Unable to fetch %s: HTTP %d".formatted(uri, fetched.status()));
        }
        return fetched;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
