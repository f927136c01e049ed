package io.gantry.cli.storage;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.storage.StorageVolumes;
import java.io.IOException;

/** Deletes a volume of a storage pool. */
public final class VolumeDelete implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<pool> [<type>/]<volume>";
    }

    @Override
    public String description() {
        return "Delete storage volumes; the type is custom where none is given";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Target pool = invocation.namedTarget(0, "storage pool");
        String name = invocation.argument(1);
        VolumePath volume = VolumePath.parse(name);
        new StorageVolumes(invocation.context().server(pool), pool.name()).delete(volume.type(), volume.name());
        invocation.context().report("Storage volume " + name + " deleted");
        return 0;
    }
}
