package io.gantry.daemon.image.remote;

import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.daemon.operation.TransferMeter;
import java.io.IOException;

/** Another server that has images. For one thread; closing it ends its connections. */
interface ImageServer extends AutoCloseable {
    /**
     * The image which an alias, a fingerprint or its first digits mean there.
     *
     * @throws io.gantry.daemon.failure.DaemonException NOT_FOUND where there is none
     * @throws IOException where the server can't be reached
     */
    RemoteImage find(String name) throws IOException, InterruptedException;

    /** Fetches the files of an image. The caller checks the fingerprint of what came. */
    void download(RemoteImage image, IncomingImage into, TransferMeter meter) throws IOException, InterruptedException;

    @Override
    void close();
}
