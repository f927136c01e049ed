package io.gantry.daemon.exec;

import io.gantry.api.InstanceExecPost;
import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.InstanceKeys;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a program sees as its environment: the request's, then the instance's, then these defaults. */
final class ExecEnvironment {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Map<String, String> PATH_ADDITIONS =
            Map.of("snap", "/snap/bin", "etc/NIXOS", "/run/current-system/sw/bin");

    private ExecEnvironment() {}

    /**
     * @param config the instance's expanded configuration
     * @param root the root of the running instance as the host sees it, {@code /proc/PID/root}
     */
    static Map<String, String> of(InstanceExecPost request, Map<String, String> config, Path root) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", path(root));
        environment.put("LANG", "C.UTF-8");
        if (request.user() == 0) {
            environment.put("HOME", "/root");
            environment.put("USER", "root");
        }
        environment.putAll(new Config(config).all(InstanceKeys.ENVIRONMENT));
        environment.putAll(request.environment());
        return environment;
    }

    private static String path(Path root) {
        var path = new StringBuilder(DEFAULT_PATH);
        PATH_ADDITIONS.forEach((marker, directory) -> {
            if (Files.exists(root.resolve(marker), LinkOption.NOFOLLOW_LINKS)) {
                path.append(':').append(directory);
            }
        });
        return path.toString();
    }
}
