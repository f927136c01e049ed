package io.gantry.storage.dir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.storage.InvalidPoolException;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.StorageDriverContract;
import io.gantry.storage.StoragePaths;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

@NeedsRoot
final class DirDriverTest extends StorageDriverContract {
    @Override
    protected PoolDriver pools(StoragePaths chosen) {
        return new DirPoolDriver(chosen, commands);
    }

    @Override
    protected PoolDefinition definition() {
        return new PoolDefinition(POOL, Map.of());
    }

    @Test
    void aGivenDirectoryIsUsedAndStays() throws IOException {
        Path source = Files.createDirectory(directory.resolve("given"));
        PoolDriver pools = new DirPoolDriver(paths, commands);
        PoolDefinition pool = pools.create(new PoolDefinition("other", Map.of("source", source.toString())));
        try {
            pools.start(pool);
            assertThat(source.resolve("containers")).isDirectory();
            assertThat(paths.pool("other").resolve("containers")).isDirectory();
        } finally {
            pools.destroy(pool);
        }

        assertThat(source).isEmptyDirectory();
        assertThat(paths.pool("other")).doesNotExist();
    }

    @Test
    void aDirectoryInUseIsRefused() throws IOException {
        Path source = Files.createDirectory(directory.resolve("used"));
        Files.writeString(source.resolve("f"), "x");
        PoolDriver pools = new DirPoolDriver(paths, commands);

        assertThatThrownBy(() -> pools.create(new PoolDefinition("other", Map.of("source", source.toString()))))
                .isInstanceOf(InvalidPoolException.class)
                .hasMessageContaining("not empty");
        assertThat(paths.pool("other")).doesNotExist();
    }
}
