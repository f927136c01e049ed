package io.gantry.daemon.image.remote;

import io.gantry.daemon.image.remote.ImageHttp.Fetched;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.daemon.operation.MeteredStream;
import io.gantry.daemon.operation.TransferMeter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A plain web server with one image, whose fingerprint is known beforehand. */
final class DirectImageServer implements ImageServer {
    private final ImageHttp http;
    private final URI uri;

    DirectImageServer(ImageHttp http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    @Override
    public RemoteImage find(String name) {
        return new RemoteImage(new Fingerprint(name), "", Map.of(), Optional.empty());
    }

    @Override
    public void download(RemoteImage image, IncomingImage into, TransferMeter meter)
            throws IOException, InterruptedException {
        try (Fetched fetched = http.get(uri)) {
            if (fetched.status() != 200) {
                throw new IOException("Unable to fetch %s: HTTP %d".formatted(uri, fetched.status()));
            }
            meter.expect(fetched.length());
            try (OutputStream out = into.openMetadata()) {
                new MeteredStream(fetched.body(), meter).transferTo(out);
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
