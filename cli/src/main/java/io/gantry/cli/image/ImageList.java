package io.gantry.cli.image;

import io.gantry.api.ApiJson;
import io.gantry.api.Image;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** Lists the images of a server. */
public final class ImageList implements Command {
    private static final NaturalOrder NAMES = new NaturalOrder();
    private static final String DEFAULT_COLUMNS = "lfpdatsu";

    @Override
    public String arguments() {
        return "[<remote>:] [<filter>...]";
    }

    @Override
    public String description() {
        return """
                List images

                Filters may be of the <key>=<value> form for property based filtering,
                or part of the image hash or part of the image alias name.

                Column shorthand chars:
                  l - Shortest image alias (and optionally number of other aliases)
                  L - Newline-separated list of all image aliases
                  f - Fingerprint (short)
                  F - Fingerprint (long)
                  p - Whether image is public
                  d - Description
                  a - Architecture
                  s - Size
                  u - Upload date
                  t - Type""";
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
        Context context = invocation.context();
        Target target = invocation.target(0);
        var filters = new ArrayList<>(invocation.argumentsFrom(1));
        if (!target.name().isEmpty()) {
            filters.addFirst(target.name());
        }
        List<ImageColumn> columns = ImageColumn.parse(invocation.valueOr("columns", DEFAULT_COLUMNS));
        var filter = new ImageFilter(filters);
        var shown = new ArrayList<Object>();
        var rows = new ArrayList<List<String>>();
        for (Object tree : ImageHost.of(context, target).images()) {
            Image image = ApiJson.fromTree(tree, Image.class);
            if (tree instanceof Map<?, ?> fields && filter.accepts(image, fields)) {
                shown.add(tree);
                var row = new ArrayList<String>();
                for (ImageColumn column : columns) {
                    row.add(column.cell(image));
                }
                rows.add(row);
            }
        }
        rows.sort(ImageList::compareRows);
        var header = new ArrayList<String>();
        for (ImageColumn column : columns) {
            header.add(column.title());
        }
        context.show(invocation, new Table(header, rows), shown);
        return 0;
    }

    /** By the first column that differs; what has nothing in it comes last. */
    static int compareRows(List<String> left, List<String> right) {
        for (int i = 0; i < left.size(); i++) {
            String a = left.get(i);
            String b = right.get(i);
            if (!a.equals(b)) {
                return a.isEmpty() ? 1 : b.isEmpty() ? -1 : NAMES.compare(a, b);
            }
        }
        return 0;
    }
}
