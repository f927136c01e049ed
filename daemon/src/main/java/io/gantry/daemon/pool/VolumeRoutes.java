package io.gantry.daemon.pool;

import io.gantry.api.StorageVolume;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.util.List;
import java.util.Set;

/** {@code /1.0/storage-pools/{pool}/volumes}: what lies in a pool. Each volume belongs to a thing with routes of its own. */
public final class VolumeRoutes implements Routes {
    private static final String ALL = "/1.0/storage-pools/{pool}/volumes";
    private static final Set<String> TYPES = Set.of("container", "virtual-machine", "image", "custom");

    private final Pools pools;

    public VolumeRoutes(Pools pools) {
        this.pools = pools;
    }

    @Override
    public void register(Router router) {
        router.route(
                Method.GET,
                ALL,
                request -> list(request, pools.volumesIn(pool(request).name())));
        router.route(Method.GET, ALL + "/{type}", request -> list(request, ofType(request)));
        router.route(Method.GET, ALL + "/{type}/{name}", request -> show(request, request.pathVariable("name")));
        router.route(
                Method.GET,
                ALL + "/{type}/{name}/snapshots/{snapshot}",
                request -> show(request, request.pathVariable("name") + "/" + request.pathVariable("snapshot")));
    }

    private static Reply list(Request request, List<StorageVolume> volumes) {
        return request.recursion() > 0
                ? Reply.of(volumes)
                : Reply.of(volumes.stream()
                        .map(volume -> url(request.pathVariable("pool"), volume))
                        .toList());
    }

    private Reply show(Request request, String name) {
        StorageVolume volume = ofType(request).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> DaemonException.notFound("Storage volume not found: " + name));
        return Reply.withEtag(volume, List.of(volume.name(), volume.type(), volume.config()));
    }

    private List<StorageVolume> ofType(Request request) {
        String type = request.pathVariable("type");
        if (!TYPES.contains(type)) {
            throw DaemonException.invalid("Invalid storage volume type name: \"" + type + "\"");
        }
        return pools.volumesIn(pool(request).name()).stream()
                .filter(volume -> volume.type().equals(type))
                .toList();
    }

    private PoolRecord pool(Request request) {
        return pools.find(request.pathVariable("pool"));
    }

    private static String url(String pool, StorageVolume volume) {
        String[] names = volume.name().split("/", 2);
        return "/1.0/storage-pools/" + pool + "/volumes/" + volume.type() + "/" + names[0]
                + (names.length > 1 ? "/snapshots/" + names[1] : "");
    }
}
