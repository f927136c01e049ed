package io.gantry.daemon.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line: the command, empty for the daemon itself, and its flags as {@code --flag value} or {@code =}. */
public final class Arguments {
    private static final Set<String> SWITCHES =
            Set.of("debug", "verbose", "auto", "minimal", "preseed", "dump", "help", "version");
    private static final Set<String> VALUES = Set.of(
            "group",
            "logfile",
            "timeout",
            "network-address",
            "network-port",
            "storage-backend",
            "storage-create-device",
            "storage-create-loop",
            "storage-pool",
            "trust-password");
    private static final Map<String, String> SHORT = Map.of("d", "debug", "v", "verbose", "h", "help");

    private final String command;
    private final Map<String, String> flags = new HashMap<>();

    /** @throws UsageException where a flag is unknown or lacks its value */
    public Arguments(List<String> line) {
        String name = "";
        for (int i = 0; i < line.size(); i++) {
            String argument = line.get(i);
            if (!argument.startsWith("-")) {
                if (!name.isEmpty()) {
                    throw new UsageException("\"" + argument + "\" is not expected after " + name);
                }
                name = argument;
                continue;
            }
            String flag = argument.startsWith("--")
                    ? argument.substring(2)
                    : SHORT.getOrDefault(argument.substring(1), argument);
            int equals = flag.indexOf('=');
            if (equals >= 0) {
                put(flag.substring(0, equals), flag.substring(equals + 1));
            } else if (VALUES.contains(flag)) {
                i++;
                if (i == line.size()) {
                    throw new UsageException("the flag --" + flag + " needs a value");
                }
                put(flag, line.get(i));
            } else {
                put(flag, "true");
            }
        }
        if (has("help")) {
            name = "help";
        } else if (has("version")) {
            name = "version";
        }
        command = name;
    }

    private void put(String flag, String value) {
        if (!SWITCHES.contains(flag) && !VALUES.contains(flag)) {
            throw new UsageException("the flag --" + flag + " is unknown");
        }
        flags.put(flag, value);
    }

    public String command() {
        return command;
    }

    public boolean has(String flag) {
        return flags.containsKey(flag) && !"false".equals(flags.get(flag));
    }

    /** The value of a flag; empty where it is not given or given as nothing. */
    public Optional<String> value(String flag) {
        return Optional.ofNullable(flags.get(flag)).filter(value -> !value.isEmpty());
    }

    /** @throws UsageException where the value is no whole number */
    public Optional<Long> number(String flag) {
        return value(flag).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new UsageException("--" + flag + " takes a whole number, not \"" + text + "\"");
            }
        });
    }
}
