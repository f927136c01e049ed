package io.gantry.cli.file;

import io.gantry.cli.command.Context;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.InstanceFile;
import io.gantry.client.instance.InstanceFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A file in an instance.
 *
 * @param path absolute, without {@code .} and {@code ..}
 * @param isFolder whether the user ended it with a slash
 */
record InstancePath(String remote, String instance, String path, boolean isFolder) {
    /** Reads {@code [remote:]instance/path}. */
    static InstancePath parse(Context context, String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new UsageException("Invalid path " + text + "; write [<remote>:]<instance>/<path>");
        }
        Target target = context.namedTarget(text.substring(0, slash), "instance");
        String path = cleaned(text.substring(slash));
        return new InstancePath(target.remote(), target.name(), path, text.endsWith("/") || path.equals("/"));
    }

    private static String cleaned(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** A file in this folder; for an absolute name that file. */
    InstancePath resolve(String name) {
        return new InstancePath(remote, instance, cleaned(name.startsWith("/") ? name : path + "/" + name), false);
    }

    InstancePath parent() {
        return resolve("..");
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The files of its instance. */
    InstanceFiles files(Context context) throws IOException {
        return new InstanceFiles(context.server(remote), instance);
    }

    /** Opens it; the caller closes what it gets. */
    InstanceFile open(Context context) throws IOException {
        return files(context).open(path);
    }

    @Override
    public String toString() {
        return remote + ":" + instance + path;
    }
}
