package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * Processor time used.
 *
 * @param usage nanoseconds, -1 where unknown
 */
@Json
public record InstanceStateCpu(long usage) {}
