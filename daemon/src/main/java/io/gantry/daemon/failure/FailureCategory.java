package io.gantry.daemon.failure;

/** Why the daemon did not do what it was asked. */
public enum FailureCategory {
    /** The request itself is wrong: bad syntax, unknown key, bad value. */
    INVALID_REQUEST,
    /** The caller may not do this. */
    FORBIDDEN,
    /** The thing named does not exist, or the caller may not know of it. */
    NOT_FOUND,
    /** The thing exists already, or is busy, or is in a state that does not permit the action. */
    CONFLICT,
    /** The object changed since the caller read it (ETag). */
    CHANGED_MEANWHILE,
    /** This server or this host cannot do that at all. */
    NOT_SUPPORTED,
    /** Temporarily not possible: starting up or shutting down. */
    UNAVAILABLE,
    /** A fault of this daemon or of a tool it needs. */
    INTERNAL
}
