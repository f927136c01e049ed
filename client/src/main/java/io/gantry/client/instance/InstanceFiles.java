package io.gantry.client.instance;

import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of one instance, running or not; paths are absolute. Safe for use by several threads. */
public final class InstanceFiles {
    private final ApiServer server;
    private final String instance;

    public InstanceFiles(ApiServer server, String instance) {
        this.server = server;
        this.instance = instance;
    }

    /** What a new file is. */
    public enum Type {
        FILE("file"),
        DIRECTORY("directory"),
        SYMLINK("symlink");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    /** Opens a file, folder or link, which is not followed. The caller closes it. */
    public InstanceFile open(String path) throws IOException {
        return new InstanceFile(server.exchange("GET", api(path), Map.of(), new Connection.Body.None()));
    }

    /**
     * Creates or replaces a file, folder or link; returns when the server has it.
     *
     * @param body the content of a file, the target of a link, nothing for a folder
     */
    public void write(String path, Type type, FileAttributes attributes, Connection.Body body) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-LXD-type", type.word);
        if (attributes.uid() != null) {
            headers.put("X-LXD-uid", String.valueOf(attributes.uid()));
        }
        if (attributes.gid() != null) {
            headers.put("X-LXD-gid", String.valueOf(attributes.gid()));
        }
        if (attributes.mode() >= 0) {
            headers.put("X-LXD-mode", "0" + Integer.toOctalString(attributes.mode()));
        }
        if (!attributes.demanded().isEmpty()) {
            headers.put("X-LXD-modify-perm", String.join(",", attributes.demanded()));
        }
        try (Connection.Reply reply = server.exchange("POST", api(path), headers, body)) {
            reply.body().readAllBytes();
        }
    }

    /** Deletes a file, or a folder with nothing in it. */
    public void delete(String path) throws IOException {
        server.send("DELETE", api(path), null);
    }

    private String api(String path) {
        return ApiPath.withQuery(ApiPath.of("instances", instance, "files"), "path", path);
    }
}
