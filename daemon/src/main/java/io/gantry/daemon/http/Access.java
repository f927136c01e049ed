package io.gantry.daemon.http;

/** Who may call a route. */
public enum Access {
    /** Anybody; the handler decides by {@link Caller#isTrusted} what it shows. */
    ANYBODY,
    /** Callers on the unix socket and those whose certificate is trusted. */
    TRUSTED
}
