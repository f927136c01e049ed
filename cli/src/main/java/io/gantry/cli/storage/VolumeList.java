package io.gantry.cli.storage;

import io.gantry.api.ApiJson;
import io.gantry.api.StorageVolume;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Target;
import io.gantry.client.storage.StorageVolumes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.Options;

/** Lists the volumes of a storage pool. */
public final class VolumeList implements Command {
    private static final String DEFAULT_COLUMNS = "tndcu";

    /** Snapshots come behind the volume that they are of. */
    private static final Comparator<List<String>> BY_TYPE_AND_NAME = Comparator.comparing(
                    (List<String> row) -> row.getFirst().replace(VolumeColumn.SNAPSHOT, ""))
            .thenComparing(row -> row.get(1), new NaturalOrder());

    @Override
    public String arguments() {
        return "[<remote>:]<pool>";
    }

    @Override
    public String description() {
        return """
                List storage volumes

                Column shorthand chars:
                  c - Content type (filesystem or block)
                  d - Description
                  n - Name
                  t - Type of volume (custom, image, container or virtual-machine)
                  u - Number of references (used by)
                  U - Current disk usage""";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("c", "columns", "Columns (" + DEFAULT_COLUMNS + " by default)")
                .withFormat()
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "storage pool");
        List<VolumeColumn> columns = VolumeColumn.parse(invocation.valueOr("columns", DEFAULT_COLUMNS));
        var volumes = new StorageVolumes(context.server(target), target.name());
        List<?> trees = volumes.trees();
        var rows = new ArrayList<List<String>>();
        for (Object tree : trees) {
            StorageVolume volume = ApiJson.fromTree(tree, StorageVolume.class);
            var row = new ArrayList<String>();
            for (VolumeColumn column : columns) {
                row.add(column.cell(volume, volumes));
            }
            rows.add(row);
        }
        if (columns.size() > 1) {
            rows.sort(BY_TYPE_AND_NAME);
        }
        List<String> header = columns.stream().map(VolumeColumn::title).toList();
        context.show(invocation, new Table(header, rows), trees);
        return 0;
    }
}
