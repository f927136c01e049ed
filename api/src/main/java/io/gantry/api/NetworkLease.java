package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * An address that a managed network has handed out.
 *
 * @param type {@code static} or {@code dynamic}
 */
@Json
public record NetworkLease(String hostname, String hwaddr, String address, String type, String location) {
    public NetworkLease {
        hostname = Values.text(hostname);
        hwaddr = Values.text(hwaddr);
        address = Values.text(address);
        type = Values.text(type);
        location = Values.text(location);
    }
}
