package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * Traffic of an interface inside an instance since it came up.
 */
@Json
public record InstanceStateNetworkCounters(
        @Json.Property("bytes_received") long bytesReceived,
        @Json.Property("bytes_sent") long bytesSent,
        @Json.Property("packets_received") long packetsReceived,
        @Json.Property("packets_sent") long packetsSent,
        @Json.Property("errors_received") long errorsReceived,
        @Json.Property("errors_sent") long errorsSent,
        @Json.Property("packets_dropped_outbound") long packetsDroppedOutbound,
        @Json.Property("packets_dropped_inbound") long packetsDroppedInbound) {}
