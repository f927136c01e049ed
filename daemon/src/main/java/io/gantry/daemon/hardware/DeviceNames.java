package io.gantry.daemon.hardware;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The names of vendors, products and classes by their ids, from the lists {@code pci.ids} and {@code usb.ids} where the
 * host has them. Immutable.
 */
final class DeviceNames {
    private static final List<String> FOLDERS = List.of("/usr/share/misc/", "/usr/share/hwdata/", "/var/lib/usbutils/");

    private final Map<String, String> names;

    private DeviceNames(Map<String, String> names) {
        this.names = Map.copyOf(names);
    }

    /**
     * @param file {@code pci.ids} or {@code usb.ids}
     * @param vendors whose names are wanted: the lists have tens of thousands
     */
    static DeviceNames read(SystemTree tree, String file, Set<String> vendors) {
        for (String folder : FOLDERS) {
            for (String suffix : List.of("", ".gz")) {
                Path list = tree.path(folder + file + suffix);
                if (Files.isRegularFile(list)) {
                    return read(list, vendors);
                }
            }
        }
        return new DeviceNames(Map.of());
    }

    private static DeviceNames read(Path list, Set<String> vendors) {
        var names = new HashMap<String, String>();
        try (InputStream file = Files.newInputStream(list);
                InputStream plain = list.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
                var lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            String section = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int blanks = line.indexOf("  ");
                if (blanks < 0 || line.startsWith("#") || line.startsWith("\t\t")) {
                    continue;
                }
                String id = line.substring(0, blanks).strip();
                String name = line.substring(blanks).strip();
                if (!line.startsWith("\t")) {
                    section = vendors.contains(id) || id.startsWith("C ") ? id : "";
                    id = "";
                }
                if (!section.isEmpty()) {
                    names.putIfAbsent(id.isEmpty() ? section : section + ":" + id, name);
                }
            }
        } catch (IOException e) {
            // Without the list, devices have their ids alone.
            return new DeviceNames(Map.of());
        }
        return new DeviceNames(names);
    }

    /** Empty where it is not known. */
    String vendor(String id) {
        return names.getOrDefault(id, "");
    }

    /** Empty where it is not known. */
    String product(String vendor, String id) {
        return names.getOrDefault(vendor + ":" + id, "");
    }

    /** Empty where it is not known. */
    String usbClass(long id) {
        return names.getOrDefault("C %02x".formatted(id), "");
    }

    /** Empty where it is not known. */
    String usbSubclass(long classId, long id) {
        return names.getOrDefault("C %02x:%02x".formatted(classId, id), "");
    }
}
