package io.gantry.daemon.image.remote;

import io.gantry.api.ImageExportPost;
import io.gantry.api.Operation;
import io.gantry.client.image.Images;
import io.gantry.client.operation.Operations;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import io.gantry.client.server.OperationFailedException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.transfer.ImageExports;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Sends images to other servers, which gave a secret for it. Safe for use by many threads. */
public final class ImagePusher {
    /** Unpacking a large image may take its time, and is not heard of meanwhile. */
    private static final Duration TO_UNPACK = Duration.ofHours(2);

    private final ImageServers servers;
    private final ImageExports exports;

    public ImagePusher(ImageServers servers, ImageExports exports) {
        this.servers = servers;
        this.exports = exports;
    }

    /**
     * Sends an image and waits until the server has it.
     *
     * @throws DaemonException where the server can't be reached or doesn't take it
     */
    public void push(ImageRecord image, ImageExportPost target) {
        ImageExports.Body body = exports.of(image.fingerprint());
        try (ApiServer server = servers.api(target.target(), target.certificate(), target.project(), TO_UNPACK);
                InputStream content = body.content().open()) {
            Operation taken = new Images(server)
                    .handIn(
                            image.fingerprint().hex(),
                            image.content().filename(),
                            target.secret(),
                            new Connection.Body.Stream(body.contentType(), content, body.length()));
            Object secret = taken.metadata() == null ? null : taken.metadata().get("secret");
            new Operations(server).awaitSuccess(taken, secret instanceof String text ? text : target.secret());
        } catch (OperationFailedException failure) {
            throw refused(target, failure);
        } catch (ApiException failure) {
            throw refused(target, failure);
        } catch (IOException failure) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "cannot send the image to %s: %s".formatted(target.target(), FileFailures.reason(failure)),
                    failure);
        }
    }

    private static DaemonException refused(ImageExportPost target, RuntimeException refusal) {
        return new DaemonException(
                FailureCategory.INTERNAL,
                "%s did not take the image: %s".formatted(target.target(), refusal.getMessage()),
                refusal);
    }
}
