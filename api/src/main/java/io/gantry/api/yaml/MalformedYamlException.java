package io.gantry.api.yaml;

import org.jspecify.annotations.Nullable;

/** YAML that cannot be read; the message says what is wrong and where. */
public final class MalformedYamlException extends RuntimeException {
    public MalformedYamlException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
