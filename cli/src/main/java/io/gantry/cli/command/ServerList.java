package io.gantry.cli.command;

import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** A command that lists things of a server, one in each row, in the order of the first column. */
public abstract class ServerList implements Command {
    private static final Comparator<List<String>> BY_FIRST_CELL =
            Comparator.comparing(row -> row.getFirst(), new NaturalOrder());

    private final String description;

    protected ServerList(String description) {
        this.description = description;
    }

    @Override
    public String arguments() {
        return "[<remote>:]";
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        Context context = invocation.context();
        Target target = invocation.target(0);
        ApiServer server = context.server(target);
        var rows = new ArrayList<List<String>>();
        List<?> trees = trees(server);
        for (Object tree : trees) {
            if (tree instanceof Map<?, ?> map) {
                rows.add(row(map));
            }
        }
        rows.sort(BY_FIRST_CELL);
        context.show(invocation, new Table(header(), rows), trees);
        return 0;
    }

    /** What is listed, as the server shows it. */
    protected abstract List<?> trees(ApiServer server) throws IOException;

    protected abstract List<String> header();

    /** The cells of one thing. */
    protected abstract List<String> row(Map<?, ?> tree);

    /** A field as text, empty where it is not there. */
    protected static String text(Map<?, ?> tree, String field) {
        Object value = tree.get(field);
        return value == null ? "" : value.toString();
    }

    /** How many elements a list has, as text. */
    protected static String count(Map<?, ?> tree, String field) {
        return tree.get(field) instanceof List<?> list ? String.valueOf(list.size()) : "0";
    }

    protected static String yesOrNo(Map<?, ?> tree, String field) {
        return Boolean.TRUE.equals(tree.get(field)) ? "YES" : "NO";
    }
}
