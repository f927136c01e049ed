package io.gantry.daemon.template;

/** A template can't be read, or asks for what there is not. */
final class MalformedTemplateException extends Exception {
    MalformedTemplateException(String message) {
        super(message);
    }
}
