package io.gantry.cli.image;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** Lists the names of a server's images. */
public final class ImageAliasList implements Command {
    @Override
    public String arguments() {
        return "[<remote>:] [<filters>...]";
    }

    @Override
    public String description() {
        return """
                List image aliases

                Filters may be part of the image hash or part of the image alias name.""";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        Context context = invocation.context();
        Target target = invocation.target(0);
        var filters = new ArrayList<>(invocation.argumentsFrom(1));
        if (!target.name().isEmpty()) {
            filters.addFirst(target.name());
        }
        List<?> trees = ImageHost.of(context, target).aliases();
        var rows = new ArrayList<List<String>>();
        for (Object tree : trees) {
            ImageAliasesEntry alias = ApiJson.fromTree(tree, ImageAliasesEntry.class);
            if (isShown(alias, filters)) {
                rows.add(List.of(
                        alias.name(),
                        ImageColumn.shortened(alias.target()),
                        alias.type().isEmpty() ? "CONTAINER" : alias.type().toUpperCase(Locale.ROOT),
                        alias.description()));
            }
        }
        rows.sort(ImageList::compareRows);
        context.show(invocation, new Table(List.of("ALIAS", "FINGERPRINT", "TYPE", "DESCRIPTION"), rows), trees);
        return 0;
    }

    private static boolean isShown(ImageAliasesEntry alias, List<String> filters) {
        for (String filter : filters) {
            if (!alias.name().contains(filter) && !alias.target().contains(filter)) {
                return false;
            }
        }
        return true;
    }
}
