package io.gantry.cli.storage;

import io.gantry.api.StoragePoolsPost;
import io.gantry.cli.command.Assignments;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.storage.StoragePools;
import java.io.IOException;

/** Creates a storage pool. */
public final class StorageCreate implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<pool> <driver> [key=value...]";
    }

    @Override
    public String description() {
        return "Create storage pools";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(2);
        Target target = invocation.namedTarget(0, "storage pool");
        new StoragePools(invocation.context().server(target))
                .create(new StoragePoolsPost(
                        Assignments.parse(invocation.argumentsFrom(2)), "", target.name(), invocation.argument(1)));
        invocation.context().report("Storage pool " + target.name() + " created");
        return 0;
    }
}
