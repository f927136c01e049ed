package io.gantry.daemon.config;

import io.gantry.api.yaml.MalformedYamlException;
import io.gantry.api.yaml.WrittenYaml;
import io.gantry.daemon.config.value.BitRate;
import io.gantry.daemon.config.value.BridgeAddress;
import io.gantry.daemon.config.value.Cidr;
import io.gantry.daemon.config.value.CpuAllowance;
import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.config.value.IdmapLines;
import io.gantry.daemon.config.value.MalformedValueException;
import io.gantry.daemon.config.value.MemoryLimit;
import io.gantry.daemon.config.value.RawLxc;
import io.gantry.daemon.config.value.SnapshotExpiry;
import io.gantry.storage.ByteSize;
import io.gantry.storage.idmap.DiskIdmap;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The types of which keys are. */
final class ValueTypes {
    /** As much as a request may hold, in characters. */
    private static final int LONGEST_YAML = 4 << 20;

    private static final String INTEGER = "integer";
    private static final String STRING = "string";

    static final ValueType<Boolean> SWITCH =
            ValueType.line("bool", "true or false", ValueTypes::isOn, value -> Boolean.toString(value));

    /** Anything at all, with as many lines as there are. */
    static final ValueType<String> TEXT = ValueType.text("text", text -> text, text -> text);

    static final ValueType<String> LINE = line("one line", _ -> true);

    static final ValueType<Integer> WHOLE_NUMBER = wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE, "a whole number");
    static final ValueType<Integer> COUNT = wholeNumber(0, Integer.MAX_VALUE, "a whole number, 0 or more");
    static final ValueType<Integer> PRIORITY = wholeNumber(0, 10, "a whole number from 0 to 10");

    /** An id of a user, a group, or a device of the kernel: 32 bits. */
    static final ValueType<Long> ID = ValueType.line(
            INTEGER,
            "a whole number from 0 to 4294967295",
            text -> (long) Integer.parseUnsignedInt(requireMatch(text, "[0-9]+")) & 0xffffffffL,
            value -> Long.toString(value));

    static final ValueType<Duration> SECONDS = duration(ChronoUnit.SECONDS);
    static final ValueType<Duration> HOURS = duration(ChronoUnit.HOURS);
    static final ValueType<Duration> DAYS = duration(ChronoUnit.DAYS);

    static final ValueType<ByteSize> SIZE =
            ValueType.line(STRING, "a size such as 10GiB", ByteSize::parse, ByteSize::text);

    static final ValueType<BitRate> RATE =
            ValueType.line(STRING, "a rate such as 10Mbit", BitRate::parse, rate -> rate.bitsPerSecond() + "bit");

    static final ValueType<CpuLimit> CPUS = ValueType.line(
            STRING, "a number of CPUs such as 2, or CPUs such as 0-1,3", CpuLimit::parse, CpuLimit::text);

    static final ValueType<CpuAllowance> CPU_ALLOWANCE = ValueType.line(
            STRING, "a share such as 50%, or a time such as 25ms/100ms", CpuAllowance::parse, CpuAllowance::text);

    static final ValueType<MemoryLimit> MEMORY = ValueType.line(
            STRING,
            "a size such as 512MiB, or a share of the host's such as 10%",
            MemoryLimit::parse,
            MemoryLimit::text);

    static final ValueType<SnapshotExpiry> EXPIRY =
            ValueType.line(STRING, "a time such as 3d or 1w 2H", SnapshotExpiry::parse, SnapshotExpiry::text);

    static final ValueType<IdmapLines> IDMAP_LINES = ValueType.text(
            "lines such as both 1000 1000 or uid 1000-1010 2000-2010", IdmapLines::parse, IdmapLines::text);

    static final ValueType<DiskIdmap> DISK_IDMAP =
            ValueType.line(STRING, "a list of ranges of ids as JSON", DiskIdmap::parseJson, DiskIdmap::toJson);

    static final ValueType<RawLxc> LXC_CONFIG = ValueType.text(
            "lines of liblxc's configuration without logs, prlimit (use limits.kernel.*) and networks but for addresses "
                    + "and gateways",
            RawLxc::parse,
            raw -> String.join("\n", raw.lines()));

    static final ValueType<String> YAML = ValueType.text("YAML", ValueTypes::yaml, text -> text);

    /** Only data that begins as such is YAML: scripts, MIME and others are cloud-init's own affair. */
    static final ValueType<String> CLOUD_CONFIG = ValueType.text(
            "YAML, as its first line #cloud-config says",
            text -> text.equals("#cloud-config") || text.startsWith("#cloud-config\n") ? yaml(text) : text,
            text -> text);

    static final ValueType<List<String>> MODULES = ValueType.line(
            STRING,
            "a list of kernel modules such as tun,br_netfilter",
            text -> list(text).stream()
                    .map(module -> requireMatch(module, "[A-Za-z0-9_-]+"))
                    .toList(),
            modules -> String.join(",", modules));

    static final ValueType<List<String>> LIST =
            ValueType.line(STRING, "a list such as one,two", ValueTypes::list, words -> String.join(",", words));

    static final ValueType<String> KERNEL_LIMIT =
            matching("a limit such as 1024, 1024:4096 or unlimited", "unlimited|[0-9]+(:([0-9]+|unlimited))?");

    static final ValueType<String> MAC = matching("a MAC address", "(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    static final ValueType<String> INTERFACE =
            matching("the name of an interface: at most 15 letters, digits, or ._-", "[a-zA-Z0-9][a-zA-Z0-9._-]{0,14}");

    static final ValueType<Integer> MTU = wholeNumber(68, 65_535, "a number of bytes from 68 to 65535");

    static final ValueType<String> UUID =
            matching("a UUID", "(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    static final ValueType<String> FINGERPRINT = matching("an image's fingerprint: 64 hex digits", "[0-9a-f]{64}");

    static final ValueType<String> DOMAIN = matching("a domain such as lxd.example", "[a-zA-Z0-9.-]+");

    /** The permissions of a file, in octal digits. */
    static final ValueType<Integer> MODE = ValueType.line(
            STRING,
            "permissions such as 0660",
            text -> Integer.parseInt(requireMatch(text, "0?[0-7]{1,4}"), 8),
            mode -> String.format(Locale.ROOT, "%04o", mode));

    static final ValueType<String> HOST_PATH = matching("an absolute path of the host", "/.*");

    static final ValueType<URI> PROXY =
            ValueType.line(STRING, "a URL such as http://proxy.example:3128", ValueTypes::proxy, URI::toString);

    static final ValueType<BridgeAddress> BRIDGE_IPV4 = ValueType.line(
            STRING,
            "an address with a prefix such as 10.0.3.1/24, auto or none",
            text -> BridgeAddress.parse(text, Cidr::parseIpv4),
            BridgeAddress::text);

    static final ValueType<BridgeAddress> BRIDGE_IPV6 = ValueType.line(
            STRING,
            "an address with a prefix such as fd42:1:2:3::1/64, auto or none",
            text -> BridgeAddress.parse(text, Cidr::parseIpv6),
            BridgeAddress::text);

    private ValueTypes() {}

    /** @param takes in words */
    static ValueType<Integer> wholeNumber(int lowest, int highest, String takes) {
        return ValueType.line(
                INTEGER,
                takes,
                text -> {
                    int number = Integer.parseInt(text);
                    if (number < lowest || number > highest) {
                        throw new MalformedValueException("");
                    }
                    return number;
                },
                value -> Integer.toString(value));
    }

    private static ValueType<Duration> duration(ChronoUnit unit) {
        return ValueType.line(
                INTEGER,
                "a whole number of " + unit.toString().toLowerCase(Locale.ROOT),
                text -> unit.getDuration().multipliedBy(Integer.parseInt(requireMatch(text, "[0-9]+"))),
                value -> Long.toString(value.dividedBy(unit.getDuration())));
    }

    /** One of some words. */
    static ValueType<String> choice(String... words) {
        return line(
                String.join(", ", Arrays.copyOf(words, words.length - 1)) + " or " + words[words.length - 1],
                List.of(words)::contains);
    }

    static ValueType<String> matching(String takes, String regex) {
        return line(takes, Pattern.compile(regex).asMatchPredicate());
    }

    static ValueType<String> line(String takes, Predicate<String> fits) {
        return ValueType.line(
                STRING,
                takes,
                text -> {
                    if (!fits.test(text)) {
                        throw new MalformedValueException("");
                    }
                    return text;
                },
                text -> text);
    }

    private static Boolean isOn(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new MalformedValueException("");
        };
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static String requireMatch(String text, String regex) {
        if (!text.matches(regex)) {
            throw new MalformedValueException("");
        }
        return text;
    }

    private static String yaml(String text) {
        try {
            WrittenYaml.requireWellFormed(text, LONGEST_YAML);
            return text;
        } catch (MalformedYamlException e) {
            throw new MalformedValueException("");
        }
    }

    private static URI proxy(String text) {
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        if (uri.getHost() == null) {
            throw new MalformedValueException("");
        }
        return uri;
    }
}
