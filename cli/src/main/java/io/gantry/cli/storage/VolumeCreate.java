package io.gantry.cli.storage;

import io.gantry.cli.command.Assignments;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.storage.StorageVolumes;
import java.io.IOException;

/** Creates a custom volume in a storage pool. */
public final class VolumeCreate implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<pool> <volume> [key=value...]";
    }

    @Override
    public String description() {
        return "Create new custom storage volumes";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(2);
        Target pool = invocation.namedTarget(0, "storage pool");
        String name = invocation.argument(1);
        new StorageVolumes(invocation.context().server(pool), pool.name())
                .create(name, Assignments.parse(invocation.argumentsFrom(2)));
        invocation.context().report("Storage volume " + name + " created");
        return 0;
    }
}
