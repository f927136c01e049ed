package io.gantry.system.nativecall;

/** A call of the kernel failed. The message says what was tried and why it failed. */
public final class SystemCallException extends RuntimeException {
    private final int errno;

    SystemCallException(String action, int errno) {
        super("cannot " + action + ": " + Errno.textOf(errno));
        this.errno = errno;
    }

    /** The kernel's error number. */
    public int errno() {
        return errno;
    }

    public boolean is(Errno known) {
        return errno == known.number();
    }
}
