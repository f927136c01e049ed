package io.gantry.cli.output;

import java.util.Locale;

/** Sizes in bytes as people read and write them. */
public final class ByteSizes {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private ByteSizes() {}

    /** In powers of 1000, such as {@code 2.35MB}; below 1000 without decimals. */
    public static String decimal(long bytes) {
        return format(bytes, 1000, DECIMAL, 2);
    }

    /** In powers of 1024, such as {@code 2.24MiB}; below 1024 without decimals. */
    public static String binary(long bytes) {
        return format(bytes, 1024, BINARY, 2);
    }

    /** As {@link #binary}, without decimals. */
    public static String wholeBinary(long bytes) {
        return format(bytes, 1024, BINARY, 0);
    }

    private static String format(long bytes, int step, String[] units, int decimals) {
        if (bytes < step) {
            return bytes + units[0];
        }
        double value = bytes;
        int unit = 0;
        while (value >= step && unit < units.length - 1) {
            value /= step;
            unit++;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f%s", value, units[unit]);
    }

    /**
     * The number of bytes in a text such as {@code 512MiB}, {@code 2GB} or {@code 100}; -1 where it is none.
     */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0) {
            return -1;
        }
        String unit = text.substring(digits).strip();
        try {
            long number = Long.parseLong(text, 0, digits, 10);
            if (unit.isEmpty() || unit.equals("bytes")) {
                return number;
            }
            long factor = 1;
            for (int i = 0; i < DECIMAL.length; i++) {
                if (unit.equalsIgnoreCase(DECIMAL[i])) {
                    return Math.multiplyExact(number, factor);
                }
                factor = i < DECIMAL.length - 1 ? factor * 1000 : factor;
            }
            factor = 1;
            for (int i = 0; i < BINARY.length; i++) {
                if (unit.equals(BINARY[i])) {
                    return Math.multiplyExact(number, factor);
                }
                factor = i < BINARY.length - 1 ? factor * 1024 : factor;
            }
            return -1;
        } catch (NumberFormatException | ArithmeticException e) {
            return -1;
        }
    }
}
