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

/**
 * Lists the servers that the user's configuration names. The table is the one that users know from the articles on
 * LXD; all other formats have what LXD's client gives out, since scripts read them.
 */
public final class RemoteList implements Command {
    private static final List<String> TABLE = List.of("NAME", "URL", "PROTOCOL", "PUBLIC", "STATIC");
    private static final List<String> ALL_COLUMNS =
            List.of("NAME", "URL", "PROTOCOL", "AUTH TYPE", "PUBLIC", "STATIC", "GLOBAL");

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
        boolean isTable = invocation.valueOr("format", "table").equals("table");
        var rows = new TreeMap<String, List<String>>(new NaturalOrder());
        String defaultRemote = context.remotes().defaultRemote();
        context.remotes().all().forEach((name, remote) -> {
            boolean isDefault = name.equals(defaultRemote);
            rows.put(name, isTable ? shortRow(name, remote, isDefault) : wholeRow(name, remote, isDefault));
        });
        context.show(
                invocation,
                new Table(isTable ? TABLE : ALL_COLUMNS, List.copyOf(rows.values())),
                invocation.valueOr("format", "").equals("yaml") ? inYaml(context) : inJson(context));
        return 0;
    }

    private static List<String> shortRow(String name, Remote remote, boolean isDefault) {
        return List.of(
                isDefault ? name + " (default)" : name,
                remote.address(),
                protocol(remote),
                yesOrNo(remote.isPublic()),
                yesOrNo(remote.isStatic()));
    }

    private static List<String> wholeRow(String name, Remote remote, boolean isDefault) {
        return List.of(
                isDefault ? name + " (current)" : name,
                remote.address(),
                protocol(remote),
                authType(remote),
                yesOrNo(remote.isPublic()),
                yesOrNo(remote.isStatic()),
                yesOrNo(remote.isGlobal()));
    }

    private static String protocol(Remote remote) {
        return remote.protocol().isEmpty() ? "lxd" : remote.protocol();
    }

    private static String authType(Remote remote) {
        if (remote.authType().equals("candid") && !remote.domain().isEmpty()) {
            return "candid (" + remote.domain() + ")";
        }
        if (!remote.authType().isEmpty()) {
            return remote.authType();
        }
        if (remote.address().startsWith("unix:")) {
            return "file access";
        }
        return remote.protocol().equals("simplestreams") ? "none" : "tls";
    }

    private static String yesOrNo(boolean claim) {
        return claim ? "YES" : "NO";
    }

    private static Map<String, Object> inJson(Context context) {
        var objects = new TreeMap<String, Object>();
        context.remotes().all().forEach((name, remote) -> {
            var object = new LinkedHashMap<String, Object>();
            object.put("Addr", remote.address());
            object.put("AuthType", remote.authType());
            object.put("Domain", remote.domain());
            object.put("Project", remote.project());
            object.put("Protocol", remote.protocol());
            object.put("Public", remote.isPublic());
            object.put("Global", remote.isGlobal());
            object.put("Static", remote.isStatic());
            objects.put(name, object);
        });
        return objects;
    }

    /** As in the configuration file, where what is empty is left out. */
    private static Map<String, Object> inYaml(Context context) {
        var objects = new TreeMap<String, Object>(new NaturalOrder());
        context.remotes().all().forEach((name, remote) -> {
            var object = new LinkedHashMap<String, Object>();
            object.put("addr", remote.address());
            object.put("auth_type", remote.authType());
            object.put("domain", remote.domain());
            object.put("project", remote.project());
            object.put("protocol", remote.protocol());
            object.values().removeIf(""::equals);
            object.putIfAbsent("addr", "");
            object.put("public", remote.isPublic());
            objects.put(name, object);
        });
        return objects;
    }
}
