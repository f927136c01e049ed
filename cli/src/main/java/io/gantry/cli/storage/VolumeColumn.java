package io.gantry.cli.storage;

import io.gantry.api.StorageVolume;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.ByteSizes;
import io.gantry.client.storage.StorageVolumes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A column of the list of volumes. */
enum VolumeColumn {
    TYPE('t', "TYPE"),
    NAME('n', "NAME"),
    DESCRIPTION('d', "DESCRIPTION"),
    CONTENT_TYPE('c', "CONTENT-TYPE"),
    USED_BY('u', "USED BY"),
    USAGE('U', "USAGE");

    /** Behind the type of what is a snapshot. */
    static final String SNAPSHOT = " (snapshot)";

    private final char letter;
    private final String title;

    VolumeColumn(char letter, String title) {
        this.letter = letter;
        this.title = title;
    }

    /** Reads a choice such as {@code tn,u}. */
    static List<VolumeColumn> parse(String choice) {
        var columns = new ArrayList<VolumeColumn>();
        for (String entry : choice.split(",", -1)) {
            if (entry.isEmpty()) {
                throw new UsageException(
                        "Empty column entry (redundant, leading or trailing command) in '" + choice + "'");
            }
            for (int i = 0; i < entry.length(); i++) {
                columns.add(ofLetter(entry.charAt(i), entry));
            }
        }
        return columns;
    }

    private static VolumeColumn ofLetter(char letter, String entry) {
        for (VolumeColumn column : values()) {
            if (column.letter == letter) {
                return column;
            }
        }
        throw new UsageException("Unknown column shorthand char '" + letter + "' in '" + entry
                + "'; `lxc storage volume list --help` shows the columns");
    }

    String title() {
        return title;
    }

    String cell(StorageVolume volume, StorageVolumes volumes) throws IOException {
        boolean isSnapshot = volume.name().indexOf('/') >= 0;
        return switch (this) {
            case TYPE -> isSnapshot ? volume.type() + SNAPSHOT : volume.type();
            case NAME -> volume.name();
            case DESCRIPTION -> volume.description();
            case CONTENT_TYPE -> volume.contentType().isEmpty() ? "filesystem" : volume.contentType();
            case USED_BY -> String.valueOf(volume.usedBy().size());
            case USAGE -> isSnapshot || volume.type().equals("image") ? "" : usage(volume, volumes);
        };
    }

    private static String usage(StorageVolume volume, StorageVolumes volumes) throws IOException {
        var used = volumes.usage(volume.type(), volume.name());
        return used.isPresent() ? ByteSizes.binary(used.getAsLong()) : "";
    }
}
