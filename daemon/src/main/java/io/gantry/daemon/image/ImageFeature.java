package io.gantry.daemon.image;

import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.store.KnownProfiles;
import io.gantry.daemon.publish.PublishableInstances;
import java.util.List;

/** Images as a feature of the daemon, once it is known what they can be made of. */
public final class ImageFeature implements Feature {
    private final Images images;
    private final List<Routes> routes;

    /**
     * @param instances what images can be made of
     * @param profiles what they can be given
     */
    public ImageFeature(Images images, PublishableInstances instances, KnownProfiles profiles) {
        this.images = images;
        routes = images.routes(instances, profiles);
    }

    @Override
    public List<Routes> routes() {
        return routes;
    }

    @Override
    public void start() {
        images.start();
    }

    @Override
    public void close() {
        images.close();
    }
}
