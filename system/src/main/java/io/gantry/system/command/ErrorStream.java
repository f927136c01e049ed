package io.gantry.system.command;

/** What becomes of a running command's standard error. */
public enum ErrorStream {
    /** The runner reads it and keeps its tail for messages. */
    COLLECTED,
    /** The caller reads it from {@link RunningCommand#errors}; unread, it stops the command when the pipe is full. */
    LIVE
}
