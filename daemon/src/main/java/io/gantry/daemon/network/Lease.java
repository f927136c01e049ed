package io.gantry.daemon.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * An address that dnsmasq has leased.
 *
 * @param hardwareAddress empty for IPv6, whose clients do not tell it
 * @param name {@code *} where the client has none
 */
record Lease(String hardwareAddress, String address, String name) {
    private static final int FIELDS = 5;

    /** The leases in dnsmasq's file: expiry, MAC address, address, name, client id in each line (dnsmasq(8)). */
    static List<Lease> read(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" ", FIELDS))
                    .filter(fields -> fields.length == FIELDS)
                    .map(fields -> new Lease(
                            fields[2].indexOf(':') >= 0 ? "" : fields[1].toLowerCase(Locale.ROOT),
                            fields[2],
                            fields[3]))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
