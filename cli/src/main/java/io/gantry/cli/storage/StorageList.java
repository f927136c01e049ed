package io.gantry.cli.storage;

import io.gantry.cli.command.ServerList;
import io.gantry.client.server.ApiServer;
import io.gantry.client.storage.StoragePools;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lists the storage pools of a server. */
public final class StorageList extends ServerList {
    public StorageList() {
        super("List available storage pools");
    }

    @Override
    protected List<?> trees(ApiServer server) throws IOException {
        return new StoragePools(server).trees();
    }

    @Override
    protected List<String> header() {
        return List.of("NAME", "DRIVER", "SOURCE", "DESCRIPTION", "USED BY", "STATE");
    }

    @Override
    protected List<String> row(Map<?, ?> tree) {
        Object source = tree.get("config") instanceof Map<?, ?> config ? config.get("source") : null;
        return List.of(
                text(tree, "name"),
                text(tree, "driver"),
                source == null ? "" : source.toString(),
                text(tree, "description"),
                count(tree, "used_by"),
                text(tree, "status").toUpperCase(Locale.ROOT));
    }
}
