package io.gantry.system.lxc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads log files of liblxc. */
public final class LxcLog {
    /** {@code lxc NAME DATE ERROR file - ../src/lxc/file.c:function:123 - message}. */
    private static final Pattern ERROR = Pattern.compile("\\sERROR\\s+(\\S+) - \\S+?:([^:\\s]+):\\d+ - (.*)$");

    /** What liblxc says on the way out; it tells nothing that an earlier line did not. */
    private static final List<String> CONSEQUENCES = List.of(
            "Failed to spawn container",
            "Received container state",
            "The container failed to start",
            "To get more details",
            "Additional information can be obtained",
            "Failed to initialize container",
            "Failed to setup container",
            "Failed to sync with",
            "An error occurred in another process",
            "Failed to setup lxc console",
            "Failed to handle lxc.hook",
            "lxc_spawn failed");

    private LxcLog() {}

    /** Why the container that wrote the log did not start; empty where the log has no error. */
    public static Optional<String> reason(Path log) {
        try {
            return reason(new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    static Optional<String> reason(List<String> lines) {
        List<String> causes = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            Matcher error = ERROR.matcher(line);
            if (error.find()) {
                String message = error.group(3).strip();
                all.add(message);
                if (CONSEQUENCES.stream().noneMatch(message::startsWith)) {
                    causes.add(message);
                }
            }
        }
        List<String> told = causes.isEmpty() ? all : causes;
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", told.subList(0, Math.min(2, told.size()))));
    }
}
