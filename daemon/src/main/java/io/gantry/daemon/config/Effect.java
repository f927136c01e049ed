package io.gantry.daemon.config;

/** When a changed value begins to count. */
public enum Effect {
    /** At once, also for what runs. */
    LIVE,
    /** With the next start of the instance. */
    NEXT_START,
    /** Not at all: the value is decided when the thing is made. */
    NEVER
}
