package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.Times;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A column of the list of images. */
enum ImageColumn {
    ALIAS('l', "ALIAS"),
    ALIASES('L', "ALIASES"),
    FINGERPRINT('f', "FINGERPRINT"),
    WHOLE_FINGERPRINT('F', "FINGERPRINT"),
    PUBLIC('p', "PUBLIC"),
    DESCRIPTION('d', "DESCRIPTION"),
    ARCHITECTURE('a', "ARCHITECTURE"),
    SIZE('s', "SIZE"),
    UPLOADED('u', "UPLOAD DATE"),
    TYPE('t', "TYPE");

    private static final int SHORT = 12;

    private final char letter;
    private final String title;

    ImageColumn(char letter, String title) {
        this.letter = letter;
        this.title = title;
    }

    /** Reads a choice such as {@code lfd}; commas between the letters mean nothing. */
    static List<ImageColumn> parse(String choice) {
        var columns = new ArrayList<ImageColumn>();
        for (int i = 0; i < choice.length(); i++) {
            if (choice.charAt(i) != ',') {
                columns.add(ofLetter(choice.charAt(i), choice));
            }
        }
        return columns;
    }

    private static ImageColumn ofLetter(char letter, String choice) {
        for (ImageColumn column : values()) {
            if (column.letter == letter) {
                return column;
            }
        }
        throw new UsageException("Unknown column shorthand char '" + letter + "' in '" + choice
                + "'; `lxc image list --help` shows the columns");
    }

    String title() {
        return title;
    }

    String cell(Image image) {
        return switch (this) {
            case ALIAS -> alias(image.aliases());
            case ALIASES -> aliases(image.aliases());
            case FINGERPRINT -> shortened(image.fingerprint());
            case WHOLE_FINGERPRINT -> image.fingerprint();
            case PUBLIC -> image.isPublic() ? "yes" : "no";
            case DESCRIPTION -> image.properties().getOrDefault("description", "");
            case ARCHITECTURE -> image.architecture();
            case SIZE -> size(image.size());
            case UPLOADED -> Times.inWords(image.uploadedAt(), ZoneOffset.UTC);
            case TYPE -> image.type().isEmpty() ? "CONTAINER" : image.type().toUpperCase(Locale.ROOT);
        };
    }

    static String shortened(String fingerprint) {
        return fingerprint.substring(0, Math.min(SHORT, fingerprint.length()));
    }

    /** In units of 1024 times 1024 bytes, which LXD's client calls MB here. */
    static String size(long bytes) {
        return String.format(Locale.ROOT, "%.2fMB", bytes / 1024.0 / 1024.0);
    }

    private static String alias(List<ImageAlias> aliases) {
        String shortest = "";
        for (ImageAlias alias : aliases) {
            if (shortest.isEmpty() || (!alias.name().isEmpty() && alias.name().length() < shortest.length())) {
                shortest = alias.name();
            }
        }
        return aliases.size() > 1 ? shortest + " (" + (aliases.size() - 1) + " more)" : shortest;
    }

    private static String aliases(List<ImageAlias> aliases) {
        var names = new ArrayList<String>();
        for (ImageAlias alias : aliases) {
            names.add(alias.name());
        }
        Collections.sort(names);
        return String.join("\n", names);
    }
}
