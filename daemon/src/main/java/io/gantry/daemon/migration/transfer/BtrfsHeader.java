package io.gantry.daemon.migration.transfer;

import io.gantry.api.ApiJson;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.storage.VolumePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frame that precedes btrfs streams: which subvolumes come, in the order in which they come (LXD's
 * {@code BTRFSMetaDataHeader}).
 */
public record BtrfsHeader(List<Subvolume> subvolumes) {
    public BtrfsHeader {
        subvolumes = List.copyOf(subvolumes);
    }

    /** @param snapshot the snapshot that it belongs to, empty for the volume itself */
    public record Subvolume(String snapshot, VolumePart part) {}

    /** What a peer means that sends no header: the root of each volume. */
    public static BtrfsHeader rootsOf(List<String> snapshots) {
        List<Subvolume> roots = new ArrayList<>();
        snapshots.forEach(name -> roots.add(new Subvolume(name, new VolumePart(VolumePart.ROOT, true, ""))));
        roots.add(new Subvolume("", new VolumePart(VolumePart.ROOT, false, "")));
        return new BtrfsHeader(roots);
    }

    /** The parts of one snapshot, or of the volume itself where the name is empty. */
    public List<VolumePart> partsOf(String snapshot) {
        return subvolumes.stream()
                .filter(subvolume -> subvolume.snapshot().equals(snapshot))
                .map(Subvolume::part)
                .toList();
    }

    public byte[] toJson() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Subvolume subvolume : subvolumes) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("path", subvolume.part().path());
            fields.put("snapshot", subvolume.snapshot());
            fields.put("readonly", subvolume.part().readOnly());
            fields.put("uuid", subvolume.part().uuid());
            list.add(fields);
        }
        return ApiJson.writeBytes(Map.of("subvolumes", list));
    }

    public static BtrfsHeader parse(byte[] json) {
        List<Subvolume> subvolumes = new ArrayList<>();
        if (ApiJson.readTree(json) instanceof Map<?, ?> header && header.get("subvolumes") instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> fields) {
                    subvolumes.add(new Subvolume(text(fields, "snapshot"), part(fields)));
                }
            }
        }
        if (subvolumes.isEmpty()) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the other server sent a btrfs header without subvolumes");
        }
        return new BtrfsHeader(subvolumes);
    }

    private static VolumePart part(Map<?, ?> fields) {
        try {
            return new VolumePart(
                    text(fields, "path"), Boolean.TRUE.equals(fields.get("readonly")), text(fields, "uuid"));
        } catch (IllegalArgumentException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the other server sent a btrfs header with " + e.getMessage(), e);
        }
    }

    private static String text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }
}
