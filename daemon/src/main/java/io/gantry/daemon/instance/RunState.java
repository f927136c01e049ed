package io.gantry.daemon.instance;

/** What an instance is doing now, as the kernel knows it. */
public sealed interface RunState {
    /** Not running. */
    record Stopped() implements RunState {}

    /** Running; {@code initPid} as the host sees it. */
    record Running(long initPid) implements RunState {}

    /** Running, and all its processes held still. */
    record Frozen(long initPid) implements RunState {}

    default boolean isActive() {
        return !(this instanceof Stopped);
    }
}
