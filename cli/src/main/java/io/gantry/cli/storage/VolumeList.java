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
    private static final String SNAPSHOT = " (snapshot)";

    /** Snapshots come behind the volume that they are of. */
    private static final Comparator<List<String>> BY_TYPE_AND_NAME = Comparator.comparing(
                    (List<String> row) -> row.getFirst().replace(SNAPSHOT, ""))
            .thenComparing(row -> row.get(1), new NaturalOrder());

    @Override
    public String arguments() {
        return "[<remote>:]<pool>";
    }

    @Override
    public String description() {
        return "List storage volumes";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "storage pool");
        List<?> trees = new StorageVolumes(context.server(target), target.name()).trees();
        var rows = new ArrayList<List<String>>();
        for (Object tree : trees) {
            StorageVolume volume = ApiJson.fromTree(tree, StorageVolume.class);
            boolean isSnapshot = volume.name().indexOf('/') >= 0;
            rows.add(List.of(
                    isSnapshot ? volume.type() + SNAPSHOT : volume.type(),
                    volume.name(),
                    volume.description(),
                    volume.contentType().isEmpty() ? "filesystem" : volume.contentType(),
                    String.valueOf(volume.usedBy().size())));
        }
        rows.sort(BY_TYPE_AND_NAME);
        context.show(
                invocation, new Table(List.of("TYPE", "NAME", "DESCRIPTION", "CONTENT-TYPE", "USED BY"), rows), trees);
        return 0;
    }
}
