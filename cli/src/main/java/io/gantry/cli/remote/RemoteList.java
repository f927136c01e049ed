package io.gantry.cli.remote;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Remote;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Lists the servers that the user's configuration names. */
public final class RemoteList implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String description() {
        return "List the available remotes";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 0);
        Context context = invocation.context();
        var rows = new TreeMap<String, List<String>>(new NaturalOrder());
        var objects = new TreeMap<String, Object>(new NaturalOrder());
        for (Map.Entry<String, Remote> entry : context.remotes().all().entrySet()) {
            Remote remote = entry.getValue();
            boolean isDefault = entry.getKey().equals(context.remotes().defaultRemote());
            rows.put(
                    entry.getKey(),
                    List.of(
                            isDefault ? entry.getKey() + " (default)" : entry.getKey(),
                            remote.address(),
                            remote.protocol(),
                            remote.isPublic() ? "YES" : "NO",
                            remote.isStatic() ? "YES" : "NO"));
            objects.put(entry.getKey(), object(remote));
        }
        context.show(
                invocation,
                new Table(List.of("NAME", "URL", "PROTOCOL", "PUBLIC", "STATIC"), List.copyOf(rows.values())),
                objects);
        return 0;
    }

    private static Map<String, Object> object(Remote remote) {
        var object = new LinkedHashMap<String, Object>();
        object.put("addr", remote.address());
        object.put("auth_type", remote.authType());
        object.put("project", remote.project());
        object.put("protocol", remote.protocol());
        object.put("public", remote.isPublic());
        object.put("static", remote.isStatic());
        return object;
    }
}
