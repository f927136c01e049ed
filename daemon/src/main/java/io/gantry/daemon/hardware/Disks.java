package io.gantry.daemon.hardware;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The disks and their partitions; sizes in bytes. */
final class Disks {
    private static final String ALL = "/sys/class/block";
    private static final long SECTOR = 512;

    /** What most drives for discs say whatever is in them. */
    private static final long NO_DISC = 0x1fffffL * SECTOR;

    private final SystemTree tree;
    private final Map<String, String> byPath;
    private final Map<String, String> byId;

    Disks(SystemTree tree) {
        this.tree = tree;
        this.byPath = links("/dev/disk/by-path");
        this.byId = links("/dev/disk/by-id");
    }

    private Map<String, String> links(String folder) {
        var links = new HashMap<String, String>();
        for (Path link : SystemTree.entries(tree.path(folder))) {
            SystemTree.targetName(link).ifPresent(disk -> links.put(disk, SystemTree.name(link)));
        }
        return links;
    }

    Map<String, Object> read() {
        List<Path> all = SystemTree.entries(tree.path(ALL));
        List<Object> views = new ArrayList<>();
        long total = 0;
        for (Path disk : all) {
            // Partitions and devices of the kernel's own have no device, and remote ones are not of this host.
            boolean isDisk = SystemTree.exists(disk.resolve("device")) && SystemTree.exists(disk.resolve("dev"));
            if (isDisk && !type(disk).equals("rbd")) {
                List<Object> partitions = partitions(disk, all);
                views.add(view(disk, partitions));
                total += 1 + partitions.size();
            }
        }
        return Map.of("disks", views, "total", total);
    }

    private static String type(Path disk) {
        return SystemTree.targetName(disk.resolve("device").resolve("subsystem"))
                .orElse("");
    }

    private Map<String, Object> view(Path disk, List<Object> partitions) {
        String name = SystemTree.name(disk);
        Path device = disk.resolve("device");
        String number = SystemTree.textOrEmpty(disk.resolve("dev"));
        Map<String, String> udev = udev(number);
        boolean isRemovable = isSet(disk.resolve("removable"));
        boolean isForDiscs = name.startsWith("sr") && isRemovable;
        long size = size(disk);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", name);
        fields.put("device", number);
        DeviceIdentity.putUnlessEmpty(fields, "model", model(device, udev));
        DeviceIdentity.putUnlessEmpty(fields, "type", type(isForDiscs ? "cdrom" : type(disk), udev));
        fields.put("read_only", isSet(disk.resolve("ro")));
        fields.put("size", isForDiscs && size == NO_DISC ? 0 : size);
        fields.put("removable", isRemovable);
        DeviceIdentity.putUnlessEmpty(fields, "wwn", SystemTree.textOrEmpty(disk.resolve("wwid")));
        fields.put("numa_node", SystemTree.numaNode(device));
        DeviceIdentity.putUnlessEmpty(fields, "device_path", byPath.getOrDefault(name, ""));
        fields.put(
                "block_size",
                SystemTree.number(disk.resolve("queue").resolve("physical_block_size"))
                        .orElse(0));
        DeviceIdentity.putUnlessEmpty(
                fields,
                "firmware_version",
                SystemTree.text(device.resolve("firmware_rev")).orElse(udev.getOrDefault("ID_REVISION", "")));
        fields.put("rpm", rotations(disk, udev));
        DeviceIdentity.putUnlessEmpty(fields, "serial", udev.getOrDefault("ID_SERIAL_SHORT", ""));
        fields.put("device_id", byId.getOrDefault(name, ""));
        fields.put("partitions", partitions);
        DeviceIdentity.pciAddress(device).ifPresent(address -> fields.put("pci_address", address));
        DeviceIdentity.usbAddress(device).ifPresent(address -> fields.put("usb_address", address));
        return fields;
    }

    private static boolean isSet(Path file) {
        return SystemTree.number(file).orElse(0) == 1;
    }

    private static long size(Path disk) {
        return SystemTree.number(disk.resolve("size")).orElse(0) * SECTOR;
    }

    private static String type(String ofKernel, Map<String, String> udev) {
        if (udev.getOrDefault("ID_CDROM", "").equals("1")) {
            return "cdrom";
        }
        if (udev.getOrDefault("ID_USB_DRIVER", "").equals("usb-storage")) {
            return "usb";
        }
        return udev.getOrDefault("ID_ATA_SATA", "").equals("1") ? "sata" : ofKernel;
    }

    private static String model(Path device, Map<String, String> udev) {
        return Optional.ofNullable(udev.get("ID_MODEL_ENC"))
                .map(encoded -> decoded(encoded).strip())
                .or(() -> Optional.ofNullable(udev.get("ID_MODEL")))
                .orElseGet(() -> SystemTree.textOrEmpty(device.resolve("model")));
    }

    /** Turns udev's {@code \\x20} into what it stands for. */
    private static String decoded(String encoded) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.startsWith("\\x", i) && encoded.substring(i).matches("(?s)..[0-9a-fA-F]{2}.*")) {
                bytes.write(Integer.parseInt(encoded, i + 2, i + 4, 16));
                i += 3;
            } else {
                bytes.writeBytes(encoded.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Rotations a minute; 1 for a disk that turns but does not say how fast. */
    private static long rotations(Path disk, Map<String, String> udev) {
        String told = udev.getOrDefault("ID_ATA_ROTATION_RATE_RPM", "");
        return told.matches("[1-9][0-9]{0,8}")
                ? Long.parseLong(told)
                : SystemTree.number(disk.resolve("queue").resolve("rotational")).orElse(0);
    }

    private static List<Object> partitions(Path disk, List<Path> all) {
        List<Object> partitions = new ArrayList<>();
        for (Path each : all) {
            if (SystemTree.name(each).startsWith(SystemTree.name(disk))) {
                SystemTree.number(each.resolve("partition"))
                        .ifPresent(number -> partitions.add(Map.of(
                                "id",
                                SystemTree.name(each),
                                "device",
                                SystemTree.textOrEmpty(each.resolve("dev")),
                                "read_only",
                                isSet(each.resolve("ro")),
                                "size",
                                size(each),
                                "partition",
                                number)));
            }
        }
        return partitions;
    }

    /** What udev found out of a block device, by property. */
    private Map<String, String> udev(String number) {
        var properties = new HashMap<String, String>();
        SystemTree.textOrEmpty(tree.path("/run/udev/data/b" + number)).lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (line.startsWith("E:") && equals > 0) {
                properties.put(
                        line.substring("E:".length(), equals),
                        line.substring(equals + 1).strip());
            }
        });
        return properties;
    }
}
