package io.gantry.daemon.instance;

import io.gantry.api.yaml.MalformedYamlException;
import io.gantry.api.yaml.WrittenYaml;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which keys the configuration of an instance or a profile has, and which values they take. */
public final class ConfigRules {
    /** As much as a request may hold, in characters. */
    private static final int LONGEST_YAML = 4 << 20;

    private static final Pattern CPU =
            Pattern.compile("[1-9][0-9]{0,4}|[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*");
    private static final Pattern ALLOWANCE = Pattern.compile("([1-9][0-9]?|100)%|[1-9][0-9]*ms/[1-9][0-9]*ms");
    private static final Pattern PERCENT = Pattern.compile("([1-9][0-9]?|100)%");
    private static final Pattern RAW_IDMAP =
            Pattern.compile("(\\s*(uid|gid|both) [0-9]+(-[0-9]+)? [0-9]+(-[0-9]+)?\\s*)*");
    private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern MODULES = Pattern.compile("[A-Za-z0-9_-]+(\\s*,\\s*[A-Za-z0-9_-]+)*");
    private static final Pattern SYSCTL = Pattern.compile("[A-Za-z0-9_./-]+");
    private static final Pattern KERNEL_LIMIT = Pattern.compile("unlimited|[0-9]+(:([0-9]+|unlimited))?");
    private static final Set<String> OWN_LXC_KEYS =
            Set.of("lxc.log.file", "lxc.logfile", "lxc.log.syslog", "lxc.syslog", "lxc.ephemeral");
    private static final Pattern LXC_ADDRESS = Pattern.compile("lxc\\.net\\.[^.]+\\.ipv[46]\\.(address|gateway)");
    private static final Set<String> KERNEL_LIMITS = Set.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "nice",
            "nofile",
            "nproc",
            "rtprio",
            "sigpending");
    private static final List<String> FREE_PREFIXES = List.of("user.", "image.", "volatile.");

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("boot.autostart", Rule.SWITCH),
            Map.entry("boot.autostart.delay", Rule.COUNT),
            Map.entry("boot.autostart.priority", Rule.INTEGER),
            Map.entry("boot.stop.priority", Rule.INTEGER),
            Map.entry("boot.host_shutdown_timeout", Rule.COUNT),
            Map.entry("limits.cpu", new Rule("a number of CPUs such as 2, or CPUs such as 0-1,3", matches(CPU))),
            Map.entry(
                    "limits.cpu.allowance",
                    new Rule("a share such as 50%, or a time such as 25ms/100ms", matches(ALLOWANCE))),
            Map.entry("limits.cpu.priority", Rule.PRIORITY),
            Map.entry("limits.disk.priority", Rule.PRIORITY),
            Map.entry(
                    "limits.memory",
                    new Rule(
                            "a size such as 512MiB, or a share of the host's such as 10%",
                            value -> PERCENT.matcher(value).matches() || ByteSize.isValid(value))),
            Map.entry("limits.memory.enforce", new Rule("hard or soft", List.of("hard", "soft")::contains)),
            Map.entry("limits.memory.swap", Rule.SWITCH),
            Map.entry("limits.memory.swap.priority", Rule.PRIORITY),
            Map.entry("limits.processes", Rule.COUNT),
            Map.entry("security.privileged", Rule.SWITCH),
            Map.entry("security.nesting", Rule.SWITCH),
            Map.entry("security.idmap.isolated", Rule.SWITCH),
            Map.entry("security.idmap.base", Rule.COUNT),
            Map.entry("security.idmap.size", Rule.COUNT),
            Map.entry("security.protection.delete", Rule.SWITCH),
            Map.entry("security.devlxd", Rule.SWITCH),
            Map.entry("cloud-init.network-config", new Rule("YAML", ConfigRules::isYaml)),
            Map.entry("cloud-init.user-data", Rule.CLOUD_CONFIG),
            Map.entry("cloud-init.vendor-data", Rule.CLOUD_CONFIG),
            Map.entry(
                    "linux.kernel_modules",
                    new Rule("a list of kernel modules such as tun,br_netfilter", matches(MODULES))),
            Map.entry("snapshots.pattern", Rule.ANY),
            Map.entry("snapshots.expiry", new Rule("a time such as 3d or 1w 2H", SnapshotExpiry::isValid)),
            Map.entry(
                    "raw.idmap",
                    new Rule("lines such as both 1000 1000 or uid 1000-1010 2000-2010", matches(RAW_IDMAP))),
            Map.entry(
                    "raw.lxc",
                    new Rule(
                            "lines of liblxc's configuration without logs, prlimit (use limits.kernel.*) and networks "
                                    + "but for addresses and gateways",
                            ConfigRules::isLxcConfig)));

    private ConfigRules() {}

    private record Rule(String meaning, Predicate<String> fits) {
        static final Rule SWITCH = new Rule("true or false", ConfigRules::isSwitch);
        static final Rule CLOUD_CONFIG =
                new Rule("YAML, as its first line #cloud-config says", ConfigRules::isCloudInitData);
        static final Rule ANY = new Rule("text", _ -> true);
        static final Rule INTEGER = new Rule("a whole number", number(Integer.MIN_VALUE, Integer.MAX_VALUE));
        static final Rule PRIORITY = new Rule("0 to 10", number(0, 10));
        static final Rule COUNT = new Rule("a whole number", number(0, Integer.MAX_VALUE));
    }

    /**
     * Checks a configuration. Empty values, which unset a key, are always right.
     *
     * @throws DaemonException INVALID_REQUEST naming the key that is unknown, or its value and what it takes
     */
    public static void check(Map<String, String> config) {
        config.forEach(ConfigRules::check);
    }

    private static void check(String key, String value) {
        if (FREE_PREFIXES.stream().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length())) {
            return;
        }
        if (key.startsWith("environment.")) {
            requireEnvironment(key.substring("environment.".length()), value);
            return;
        }
        Rule rule = rule(key);
        if (rule == null) {
            throw DaemonException.invalid("Unknown configuration key: " + key);
        }
        if (!value.isEmpty() && !rule.fits().test(value)) {
            throw DaemonException.invalid("Invalid value for " + key + ": \"" + value + "\" is not " + rule.meaning());
        }
    }

    private static @Nullable Rule rule(String key) {
        if (key.startsWith("limits.kernel.") && KERNEL_LIMITS.contains(key.substring("limits.kernel.".length()))) {
            return new Rule("a limit such as 1024, 1024:4096 or unlimited", matches(KERNEL_LIMIT));
        }
        if (key.startsWith("linux.sysctl.")
                && SYSCTL.matcher(key.substring("linux.sysctl.".length())).matches()) {
            return new Rule("one line", value -> value.indexOf('\n') < 0);
        }
        return RULES.get(key);
    }

    private static void requireEnvironment(String name, String value) {
        if (!ENVIRONMENT_NAME.matcher(name).matches() || value.indexOf('\n') >= 0) {
            throw DaemonException.invalid("Invalid key environment." + name
                    + ": the name of a variable has letters, digits and underscores, and its value is one line");
        }
    }

    private static Predicate<String> matches(Pattern pattern) {
        return value -> pattern.matcher(value).matches();
    }

    private static Predicate<String> number(int lowest, int highest) {
        return value -> {
            try {
                int number = Integer.parseInt(value);
                return number >= lowest && number <= highest;
            } catch (NumberFormatException e) {
                return false;
            }
        };
    }

    private static boolean isSwitch(String value) {
        return value.matches("(?i)true|false|1|0|yes|no|on|off");
    }

    /** Only data that begins as such is YAML: scripts, MIME and others are cloud-init's own affair. */
    private static boolean isCloudInitData(String value) {
        boolean isCloudConfig = value.equals("#cloud-config") || value.startsWith("#cloud-config\n");
        return !isCloudConfig || isYaml(value);
    }

    private static boolean isYaml(String value) {
        try {
            WrittenYaml.requireWellFormed(value, LONGEST_YAML);
            return true;
        } catch (MalformedYamlException e) {
            return false;
        }
    }

    private static boolean isLxcConfig(String value) {
        return value.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .allMatch(line -> line.startsWith("lxc.")
                        && line.contains("=")
                        && isFree(line.substring(0, line.indexOf('=')).strip()));
    }

    /** Whether a key of liblxc is not the daemon's own. */
    private static boolean isFree(String key) {
        return !OWN_LXC_KEYS.contains(key)
                && !key.startsWith("lxc.prlimit.")
                && (!key.startsWith("lxc.net.") || LXC_ADDRESS.matcher(key).matches());
    }
}
