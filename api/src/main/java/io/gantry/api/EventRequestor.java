package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * Who asked for what a lifecycle event tells.
 */
@Json
public record EventRequestor(String username, String protocol, String address) {
    public EventRequestor {
        username = Values.text(username);
        protocol = Values.text(protocol);
        address = Values.text(address);
    }
}
