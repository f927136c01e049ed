package io.gantry.api;

import io.avaje.jsonb.Json;

/**
 * Space that a disk device uses.
 *
 * @param usage bytes
 */
@Json
public record InstanceStateDisk(long usage) {}
