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

    /** A request to run a program with its arguments, on websockets. */
    public static Builder of(List<String> command) {
        return new Builder().command(command).waitForWebsocket(true);
    }

    /** Makes a request; what is not set is empty, false or 0. For one thread. */
    public static final class Builder {
        private List<String> command = List.of();
        private boolean waitForWebsocket;
        private boolean interactive;
        private Map<String, String> environment = Map.of();
        private int width;
        private int height;
        private boolean recordOutput;
        private long user;
        private long group;
        private String cwd = "";

        private Builder() {}

        public Builder command(List<String> value) {
            command = value;
            return this;
        }

        public Builder waitForWebsocket(boolean value) {
            waitForWebsocket = value;
            return this;
        }

        public Builder interactive(boolean value) {
            interactive = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        public Builder width(int value) {
            width = value;
            return this;
        }

        public Builder height(int value) {
            height = value;
            return this;
        }

        public Builder recordOutput(boolean value) {
            recordOutput = value;
            return this;
        }

        public Builder user(long value) {
            user = value;
            return this;
        }

        public Builder group(long value) {
            group = value;
            return this;
        }

        public Builder cwd(String value) {
            cwd = value;
            return this;
        }

        public InstanceExecPost build() {
            return new InstanceExecPost(
                    command, waitForWebsocket, interactive, environment, width, height, recordOutput, user, group, cwd);
        }
    }
}
