package io.gantry.cli.storage;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.config.Resource;
import io.gantry.cli.server.Target;
import io.gantry.client.storage.StorageVolumes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows a volume of a storage pool. */
public final class VolumeShow implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<pool> [<type>/]<volume>";
    }

    @Override
    public String description() {
        return "Show storage volume configurations; the type is custom where none is given";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Context context = invocation.context();
        Target pool = invocation.namedTarget(0, "storage pool");
        VolumePath volume = VolumePath.parse(invocation.argument(1));
        Object tree = new StorageVolumes(context.server(pool), pool.name()).tree(volume.type(), volume.name());
        var shown = new LinkedHashMap<String, Object>();
        if (tree instanceof Map<?, ?> fields) {
            fields.forEach((field, value) -> {
                Object sorted = Resource.sorted(value);
                if (sorted != null) {
                    shown.put(String.valueOf(field), sorted);
                }
            });
        }
        context.print(Yaml.write(shown));
        return 0;
    }
}
