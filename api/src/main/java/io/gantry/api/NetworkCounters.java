package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * Traffic of a network interface of the host.
 */
@Json
public record NetworkCounters(
        @Json.Property("bytes_received") long bytesReceived,
        @Json.Property("bytes_sent") long bytesSent,
        @Json.Property("packets_received") long packetsReceived,
        @Json.Property("packets_sent") long packetsSent) {}
