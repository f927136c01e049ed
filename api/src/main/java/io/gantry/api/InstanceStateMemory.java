package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * Memory used, in bytes.
 */
@Json
public record InstanceStateMemory(
        long usage,
        @Json.Property("usage_peak") long usagePeak,
        @Json.Property("swap_usage") long swapUsage,
        @Json.Property("swap_usage_peak") long swapUsagePeak) {}
