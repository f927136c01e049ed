package io.gantry.daemon.image;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.ImageHttp.Fetched;
import io.gantry.daemon.simplestreams.MalformedStreamException;
import io.gantry.daemon.simplestreams.StreamFile;
import io.gantry.daemon.simplestreams.StreamImage;
import io.gantry.daemon.simplestreams.StreamImages;
import io.gantry.daemon.simplestreams.StreamIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A web server with images in the simplestreams format. */
final class SimplestreamsImageServer implements ImageServer {
    private static final int LARGEST_CATALOG = 64 << 20;

    private final ImageHttp http;
    private final URI base;
    private @Nullable StreamImages images;

    SimplestreamsImageServer(ImageHttp http, URI base) {
        this.http = http;
        this.base = base;
    }

    @Override
    public RemoteImage find(String name) throws IOException, InterruptedException {
        StreamImage image = images().find(name, Architectures.ofThisHost())
                .orElseThrow(() -> DaemonException.notFound(
                        "The requested image couldn't be found: there is no \"%s\" on %s".formatted(name, base)));
        return new RemoteImage(image.fingerprint(), image.metadata().name(), image.properties(), image.expiresAt());
    }

    @Override
    public void download(RemoteImage image, IncomingImage into, TransferMeter meter)
            throws IOException, InterruptedException {
        StreamImage found = images().withFingerprint(image.fingerprint()).orElseThrow();
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
        try {
            List<StreamImage> all = new ArrayList<>();
            for (String path : StreamIndex.productPaths(read("streams/v1/index.json"))) {
                all.addAll(StreamImages.parse(read(path)));
            }
            StreamImages read = new StreamImages(all, defaultOs());
            images = read;
            return read;
        } catch (MalformedStreamException malformed) {
            throw new IOException("%s has no valid simplestreams catalog: %s".formatted(base, malformed.getMessage()));
        }
    }

    /** Aliases there begin with the name of the system, which is left out where there is only one. */
    private Optional<String> defaultOs() {
        return base.toString().startsWith("https://cloud-images.ubuntu.com") ? Optional.of("ubuntu") : Optional.empty();
    }

    private byte[] read(String path) throws IOException, InterruptedException {
        try (Fetched fetched = open(path)) {
            byte[] content = fetched.body().readNBytes(LARGEST_CATALOG + 1);
            if (content.length > LARGEST_CATALOG) {
                throw new IOException(path + " is longer than " + LARGEST_CATALOG + " bytes");
            }
            return content;
        }
    }

    private Fetched open(String path) throws IOException, InterruptedException {
        String root = base.toString().replaceAll("/+$", "");
        URI uri = ImageServers.uri(root + "/" + path.replaceAll("^/+", "").replace(" ", "%20"));
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
