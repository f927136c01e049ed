package io.gantry.cli.remote;

import io.gantry.cli.failure.UsageException;
import io.gantry.client.address.HostPort;
import io.gantry.client.address.MalformedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Completes the addresses that users type. */
final class RemoteAddress {
    private RemoteAddress() {}

    /**
     * The whole address of a server: {@code 10.0.0.1} becomes {@code https://10.0.0.1:8443}, and a path becomes
     * {@code unix://} and the path.
     *
     * @param folder paths are relative to it
     */
    static String complete(String typed, Path folder) {
        if (typed.startsWith("unix:")) {
            String path = typed.substring("unix:".length());
            while (path.startsWith("//")) {
                path = path.substring(1);
            }
            return path.equals("/") || path.isEmpty() ? "unix://" : "unix://" + folder.resolve(path);
        }
        int scheme = typed.indexOf("://");
        if (scheme >= 0 && !typed.startsWith("https://")) {
            throw new UsageException(
                    "Invalid URL scheme \"" + typed.substring(0, scheme) + "\" in \"" + typed + "\"; use https");
        }
        if (scheme < 0 && (typed.startsWith("/") || isFile(typed, folder))) {
            return "unix://" + folder.resolve(typed);
        }
        String host = scheme < 0 ? typed : typed.substring("https://".length());
        while (host.endsWith("/")) {
            host = host.substring(0, host.length() - 1);
        }
        try {
            return "https://" + HostPort.ofServer(host);
        } catch (MalformedAddressException _) {
            throw new UsageException(
                    "\"" + typed + "\" is not the address of a server; write HOST, HOST:PORT or https://HOST:PORT");
        }
    }

    private static boolean isFile(String typed, Path folder) {
        return Files.exists(folder.resolve(typed)) && !Files.isDirectory(folder.resolve(typed));
    }
}
