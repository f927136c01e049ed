package io.gantry.system.mount;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the form of {@code /proc/self/mountinfo}, as proc_pid_mountinfo(5) describes it. */
public final class MountTable {
    private static final int FIRST_OPTIONAL_FIELD = 6;

    private MountTable() {}

    public static List<Mount> parse(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            parseLine(line).ifPresent(mounts::add);
        }
        return List.copyOf(mounts);
    }

    private static Optional<Mount> parseLine(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        int separator = fields.indexOf("-");
        if (separator < FIRST_OPTIONAL_FIELD || fields.size() < separator + 4) {
            return Optional.empty();
        }
        boolean isShared =
                fields.subList(FIRST_OPTIONAL_FIELD, separator).stream().anyMatch(field -> field.startsWith("shared:"));
        return Optional.of(new Mount(
                Long.parseLong(fields.get(0)),
                Path.of(unescape(fields.get(3))),
                Path.of(unescape(fields.get(4))),
                options(fields.get(5)),
                isShared,
                fields.get(separator + 1),
                unescape(fields.get(separator + 2)),
                options(fields.get(separator + 3))));
    }

    private static Set<String> options(String field) {
        return Set.copyOf(Arrays.asList(unescape(field).split(",", -1)));
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int index = 0; index < bytes.length; index++) {
            if (bytes[index] == '\\' && index + 3 < bytes.length) {
                plain.write(Integer.parseInt(new String(bytes, index + 1, 3, StandardCharsets.US_ASCII), 8));
                index += 3;
            } else {
                plain.write(bytes[index]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
