package io.gantry.cli.command;

import io.gantry.cli.failure.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code key=value} from the line. */
public final class Assignments {
    private Assignments() {}

    /** In their order; a later one wins. */
    public static Map<String, String> parse(List<String> words) {
        var values = new LinkedHashMap<String, String>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new UsageException("\"" + word + "\" is not of the form key=value");
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return values;
    }

    /** Reads {@code device,key=value,...}, several for one device taken together. */
    public static Map<String, Map<String, String>> parseDevices(List<String> words) {
        var devices = new LinkedHashMap<String, Map<String, String>>();
        for (String word : words) {
            int comma = word.indexOf(',');
            if (comma < 1) {
                throw new UsageException("\"" + word + "\" is not of the form device,key=value");
            }
            var values = devices.computeIfAbsent(word.substring(0, comma), name -> new LinkedHashMap<>());
            int from = comma + 1;
            while (from <= word.length()) {
                int end = word.indexOf(',', from);
                String part = end < 0 ? word.substring(from) : word.substring(from, end);
                values.putAll(parse(List.of(part)));
                from = end < 0 ? word.length() + 1 : end + 1;
            }
        }
        return devices;
    }
}
