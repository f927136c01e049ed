package io.gantry.daemon.config.value;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Lines of liblxc's configuration (lxc.container.conf(5)) that are not the daemon's own affair. */
public record RawLxc(List<String> lines) {
    /** No lines. */
    public static final RawLxc NONE = new RawLxc(List.of());

    private static final Set<String> OWN_KEYS =
            Set.of("lxc.log.file", "lxc.logfile", "lxc.log.syslog", "lxc.syslog", "lxc.ephemeral");
    private static final Pattern ADDRESS = Pattern.compile("lxc\\.net\\.[^.]+\\.ipv[46]\\.(address|gateway)");

    public RawLxc {
        lines = List.copyOf(lines);
    }

    /**
     * Reads lines as they stand; comments and empty lines are kept.
     *
     * @throws MalformedValueException naming the line that is none of liblxc's, or is the daemon's own affair
     */
    public static RawLxc parse(String text) {
        for (String line : text.lines().map(String::strip).toList()) {
            boolean isRemark = line.isEmpty() || line.startsWith("#");
            if (!isRemark && !isFree(line)) {
                throw new MalformedValueException("\"" + line + "\" is no such line");
            }
        }
        return new RawLxc(text.lines().toList());
    }

    private static boolean isFree(String line) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).strip();
        return key.startsWith("lxc.")
                && !OWN_KEYS.contains(key)
                && !key.startsWith("lxc.prlimit.")
                && (!key.startsWith("lxc.net.") || ADDRESS.matcher(key).matches());
    }
}
