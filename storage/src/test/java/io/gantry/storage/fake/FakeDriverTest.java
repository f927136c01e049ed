package io.gantry.storage.fake;

import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.StorageDriverContract;
import io.gantry.storage.StoragePaths;
import io.gantry.system.effect.Effects;
import java.util.Map;

/** The driver that the daemon's tests use keeps the contract too. */
final class FakeDriverTest extends StorageDriverContract {
    @Override
    protected PoolDriver pools(StoragePaths chosen) {
        return new FakePoolDriver("dir", chosen, new Effects());
    }

    @Override
    protected PoolDefinition definition() {
        return new PoolDefinition(POOL, Map.of());
    }

    /** Whoever is not root must be able to look into their own volumes. */
    @Override
    protected String modeOfVolumes() {
        return "rwx------";
    }
}
