package io.gantry.storage.idmap;

/** Whether an id is a user's or a group's. */
public enum IdKind {
    USER,
    GROUP
}
