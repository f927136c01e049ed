package io.gantry.daemon.image.store;

import io.gantry.api.StorageVolume;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.pool.PoolUse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The unpacked images in pools, which can be unpacked again. */
public final class ImagePoolUse implements PoolUse {
    private static final String PROJECT = "default";

    private final Database database;
    private final ImageStore store;
    private final ImageVolumes volumes;

    public ImagePoolUse(Database database, ImageStore store, ImageVolumes volumes) {
        this.database = database;
        this.store = store;
        this.volumes = volumes;
    }

    @Override
    public List<String> usersOf(String pool) {
        return List.of();
    }

    @Override
    public List<String> cachedIn(String pool) {
        return database.inTransaction(connection -> store.volumesIn(connection, pool)).stream()
                .map(Fingerprint::url)
                .toList();
    }

    @Override
    public List<StorageVolume> volumesIn(String pool) {
        return database.inTransaction(connection -> {
            var all = new ArrayList<StorageVolume>();
            for (Fingerprint fingerprint : store.volumesIn(connection, pool)) {
                all.add(volume(connection, fingerprint));
            }
            return all;
        });
    }

    private StorageVolume volume(Connection connection, Fingerprint fingerprint) throws SQLException {
        Optional<ImageRecord> image = store.find(connection, PROJECT, fingerprint);
        return new StorageVolume(
                Map.of(),
                "",
                fingerprint.hex(),
                "image",
                List.of(fingerprint.url()),
                "none",
                "filesystem",
                PROJECT,
                image.map(ImageRecord::uploadedAt).orElse(Instant.EPOCH));
    }

    @Override
    public void vacate(String pool) {
        volumes.removeAllIn(pool);
    }
}
