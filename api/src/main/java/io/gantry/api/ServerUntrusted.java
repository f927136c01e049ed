package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * {@code GET /1.0} as strangers see it.
 */
@Json
public record ServerUntrusted(
        @Json.Property("api_extensions") List<String> apiExtensions,
        @Json.Property("api_status") String apiStatus,
        @Json.Property("api_version") String apiVersion,
        String auth,
        @Json.Property("public") boolean isPublic,
        @Json.Property("auth_methods") List<String> authMethods) {
    public ServerUntrusted {
        apiExtensions = Values.list(apiExtensions);
        apiStatus = Values.text(apiStatus);
        apiVersion = Values.text(apiVersion);
        auth = Values.text(auth);
        authMethods = Values.list(authMethods);
    }
}
