package io.gantry.daemon.image.remote;

import io.gantry.api.Image;
import io.gantry.client.image.ImageAliases;
import io.gantry.client.image.ImageDownload;
import io.gantry.client.image.Images;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.daemon.image.transfer.ImageBody;
import io.gantry.daemon.operation.MeteredStream;
import io.gantry.daemon.operation.TransferMeter;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Another daemon that speaks LXD's protocol. */
final class LxdImageServer implements ImageServer {
    private static final int FORBIDDEN = 403;

    private final ApiServer server;
    private final Images images;
    private final ImageReference.Remote remote;

    LxdImageServer(ApiServer server, ImageReference.Remote remote) {
        this.server = server;
        this.images = new Images(server);
        this.remote = remote;
    }

    @Override
    public RemoteImage find(String name) throws IOException {
        String target = remote.secret().isEmpty()
                ? answer(() -> new ImageAliases(server).get(name).target()).orElse(name)
                : name;
        Image image = answer(() -> remote.secret().isEmpty() ? images.get(target) : images.get(target, remote.secret()))
                .orElseThrow(() ->
                        DaemonException.notFound("Image \"%s\" not found on %s".formatted(name, remote.server())));
        if (!image.type().isEmpty() && !image.type().equals(ImageRecord.CONTAINER)) {
            throw DaemonException.notSupported("image \"%s\" is one of a %s".formatted(name, image.type()));
        }
        return new RemoteImage(
                RemoteImage.fingerprint(image.fingerprint()),
                image.filename(),
                image.properties(),
                Optional.of(image.expiresAt()).filter(time -> time.isAfter(Instant.EPOCH)));
    }

    @Override
    public void download(RemoteImage image, IncomingImage into, TransferMeter meter) throws IOException {
        String fingerprint = image.fingerprint().hex();
        try (ImageDownload download = answer(() -> remote.secret().isEmpty()
                        ? images.download(fingerprint)
                        : images.download(fingerprint, remote.secret()))
                .orElseThrow(() -> refused("there is no such image for us any more"))) {
            meter.expect(Math.max(0, download.length()));
            ImageBody.read(download.contentType(), new MeteredStream(download.content(), meter), into);
        }
    }

    /** A call of the server's API. */
    private interface Call<T> {
        T run() throws IOException;
    }

    /** What the server answers; empty where it says that there is no such thing, or shows it to nobody. */
    private <T> Optional<T> answer(Call<T> call) throws IOException {
        try {
            return Optional.of(call.run());
        } catch (ApiException refusal) {
            if (refusal.isNotFound() || refusal.status() == FORBIDDEN) {
                return Optional.empty();
            }
            throw refused(String.valueOf(refusal.getMessage()));
        } catch (SSLException stranger) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "%s is not the server that was expected: %s".formatted(remote.server(), stranger.getMessage()),
                    stranger);
        }
    }

    private DaemonException refused(String reason) {
        return new DaemonException(
                FailureCategory.INTERNAL, "%s refused to give the image: %s".formatted(remote.server(), reason));
    }

    @Override
    public void close() {
        server.close();
    }
}
