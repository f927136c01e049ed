package io.gantry.cli.storage;

import io.gantry.api.StoragePool;
import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.ByteSizes;
import io.gantry.cli.server.Target;
import io.gantry.client.storage.StoragePools;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Shows how full a storage pool is and what uses it. */
public final class StorageInfo implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<pool>";
    }

    @Override
    public String description() {
        return "Show useful information about storage pools";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("", "bytes", "Show the used and free space in bytes")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "storage pool");
        var pools = new StoragePools(context.server(target));
        StoragePool pool = pools.get(target.name());
        Object resources = pools.resources(target.name());
        Map<?, ?> space =
                resources instanceof Map<?, ?> map && map.get("space") instanceof Map<?, ?> found ? found : Map.of();
        var info = new TreeMap<String, Object>();
        info.put("description", pool.description());
        info.put("driver", pool.driver());
        info.put("name", pool.name());
        info.put("space used", size(space.get("used"), invocation.has("bytes")));
        info.put("total space", size(space.get("total"), invocation.has("bytes")));
        context.print(Yaml.write(Map.of("info", info)));
        context.print(Yaml.write(Map.of("used by", StoragePools.users(pool))));
        return 0;
    }

    private static String size(@org.jspecify.annotations.Nullable Object bytes, boolean asBytes) {
        long number = bytes instanceof Number value ? value.longValue() : 0;
        return asBytes ? String.valueOf(number) : ByteSizes.binary(number);
    }
}
