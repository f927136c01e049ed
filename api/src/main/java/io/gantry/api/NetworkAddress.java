package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * An address of an interface.
 *
 * @param family {@code inet} or {@code inet6}
 * @param netmask length of the prefix in decimal digits
 * @param scope {@code local}, {@code link} or {@code global}
 */
@Json
public record NetworkAddress(String family, String address, String netmask, String scope) {
    public NetworkAddress {
        family = Values.text(family);
        address = Values.text(address);
        netmask = Values.text(netmask);
        scope = Values.text(scope);
    }
}
