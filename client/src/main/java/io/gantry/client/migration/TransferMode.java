package io.gantry.client.migration;

/** Who connects to whom when an instance goes from one server to another. */
public enum TransferMode {
    /** The target connects to the source. */
    PULL,
    /** The source connects to the target. */
    PUSH,
    /** This program connects to both and carries everything between them. */
    RELAY
}
