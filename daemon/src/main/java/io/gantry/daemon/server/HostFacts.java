package io.gantry.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a host says of its kernel and its system; read anew at each call of {@link #read}. */
record HostFacts(
        String hostname, String kernel, String kernelVersion, String machine, String osName, String osVersion) {
    static HostFacts read() {
        Map<String, String> os = osRelease(Path.of("/etc/os-release"));
        return new HostFacts(
                text(Path.of("/proc/sys/kernel/hostname")),
                text(Path.of("/proc/sys/kernel/ostype")),
                text(Path.of("/proc/sys/kernel/osrelease")),
                architecture(),
                os.getOrDefault("NAME", ""),
                os.getOrDefault("VERSION_ID", ""));
    }

    private static String architecture() {
        String arch = System.getProperty("os.arch", "");
        return arch.equals("amd64") ? "x86_64" : arch;
    }

    private static Map<String, String> osRelease(Path file) {
        var values = new HashMap<String, String>();
        text(file).lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
            }
        });
        return values;
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"));
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            // A host without the file has nothing to say.
            return "";
        }
    }
}
