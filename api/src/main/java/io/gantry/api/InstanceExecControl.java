package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * A message on the control channel of an exec.
 *
 * @param command {@code window-resize} or {@code signal}
 * @param args {@code width} and {@code height} in decimal digits
 */
@Json
public record InstanceExecControl(String command, Map<String, String> args, int signal) {
    public InstanceExecControl {
        command = Values.text(command);
        args = Values.config(args);
    }
}
