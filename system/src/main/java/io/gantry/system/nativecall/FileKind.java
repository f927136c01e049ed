package io.gantry.system.nativecall;

/** What a name in a directory stands for. */
public enum FileKind {
    FILE,
    DIRECTORY,
    LINK,
    /** A device, a fifo or a socket. */
    SPECIAL
}
