package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration source has to connect to when the target listens (push mode).
 */
@Json
public record MigrationTarget(String certificate, @Nullable String operation, Map<String, String> secrets) {
    public MigrationTarget {
        certificate = Values.text(certificate);
        secrets = Values.config(secrets);
    }
}
