package io.gantry.daemon.file;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.file.InstanceFiles.Found;
import io.gantry.daemon.file.InstanceFiles.FoundDirectory;
import io.gantry.daemon.file.InstanceFiles.FoundFile;
import io.gantry.daemon.file.InstanceFiles.FoundLink;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.system.nativecall.FileStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /1.0/instances/NAME/files?path=}. */
public final class FileRoutes implements Routes {
    private static final int BUFFER = 256 << 10;
    private static final long MOST_READ_IN_VAIN = 1L << 30;
    private static final int SHOWN_MODE = 0777;
    private static final DateTimeFormatter MODIFIED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'");

    private final InstanceFiles files;

    public FileRoutes(InstanceFiles files) {
        this.files = files;
    }

    @Override
    public void register(Router router) {
        for (String pattern : List.of("/1.0/instances/{name}/files", "/1.0/containers/{name}/files")) {
            router.route(Method.GET, pattern, this::read);
            router.route(Method.HEAD, pattern, this::status);
            router.route(Method.POST, pattern, this::write);
            router.route(Method.DELETE, pattern, this::delete);
        }
    }

    private Reply status(Request request) throws Exception {
        return new Reply.Bytes(headers(files.status(key(request), path(request))), _ -> {});
    }

    private Reply read(Request request) throws Exception {
        Found found = files.read(key(request), path(request));
        Map<String, String> headers = headers(found.status());
        return switch (found) {
            case FoundDirectory directory -> Reply.withHeaders(directory.names(), headers);
            case FoundLink link -> {
                byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
                headers.put("Content-Length", Integer.toString(target.length));
                yield bytes(headers, request, out -> out.write(target));
            }
            case FoundFile file -> {
                long size = file.status().size();
                if (size > 0) {
                    headers.put("Content-Length", Long.toString(size));
                }
                yield bytes(headers, request, out -> send(file.channel(), size, out));
            }
        };
    }

    private static Reply bytes(Map<String, String> headers, Request request, Reply.Content content) {
        String path = path(request);
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^ -~]|[\"\\\\;]", "_");
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Content-Disposition", "inline;filename=" + name);
        return new Reply.Bytes(headers, content);
    }

    /** Files of the kernel say that they are empty; those are read to their end. */
    private static void send(FileChannel channel, long size, OutputStream out) throws IOException {
        try (channel) {
            byte[] buffer = new byte[BUFFER];
            long left = size == 0 ? Long.MAX_VALUE : size;
            while (left > 0) {
                int count = channel.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(left, buffer.length)));
                if (count < 0) {
                    break;
                }
                out.write(buffer, 0, count);
                left -= count;
            }
            if (size > 0 && left > 0) {
                throw new IOException("the file became %d bytes shorter while it was read".formatted(left));
            }
        }
    }

    private Reply write(Request request) throws Exception {
        try (InputStream content = request.body()) {
            try {
                files.write(key(request), path(request), FileOptions.of(request), content);
            } catch (DaemonException refused) {
                readOn(content);
                throw refused;
            }
        }
        return Reply.empty();
    }

    /** Many clients look for an answer only when all that they send was taken, and see a broken pipe before. */
    private static void readOn(InputStream content) {
        try {
            content.skip(MOST_READ_IN_VAIN);
        } catch (IOException _) {
            // The client has gone: nobody waits for the answer.
        }
    }

    private Reply delete(Request request) throws Exception {
        files.delete(key(request), path(request));
        return Reply.empty();
    }

    private static InstanceKey key(Request request) {
        return new InstanceKey(request.project(), request.pathVariable("name"));
    }

    private static String path(Request request) {
        String path = request.query("path").orElseThrow(() -> DaemonException.invalid("Missing path argument"));
        if (path.indexOf('\0') >= 0) {
            throw DaemonException.invalid("the path of a file can't contain the character 0");
        }
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Map<String, String> headers(FileStatus status) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-LXD-uid", Long.toString(status.uid()));
        headers.put("X-LXD-gid", Long.toString(status.gid()));
        headers.put("X-LXD-mode", "%04o".formatted(status.permissions() & SHOWN_MODE));
        headers.put("X-LXD-modified", MODIFIED.format(status.modified().atOffset(ZoneOffset.UTC)));
        headers.put(
                "X-LXD-type",
                switch (status.kind()) {
                    case DIRECTORY -> "directory";
                    case LINK -> "symlink";
                    case FILE, SPECIAL -> "file";
                });
        return headers;
    }
}
