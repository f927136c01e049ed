package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /1.0/instances/NAME/exec}.
 *
 * @param width columns, 0 for unknown
 * @param height rows, 0 for unknown
 */
@Json
public record InstanceExecPost(
        List<String> command,
        @Json.Property("wait-for-websocket") boolean waitForWebsocket,
        boolean interactive,
        Map<String, String> environment,
        int width,
        int height,
        @Json.Property("record-output") boolean recordOutput,
        long user,
        long group,
        String cwd) {
    public InstanceExecPost {
        command = Values.list(command);
        environment = Values.config(environment);
        cwd = Values.text(cwd);
    }
}
