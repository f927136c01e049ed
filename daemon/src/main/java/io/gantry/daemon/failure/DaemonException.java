package io.gantry.daemon.failure;

/**
 * A failure that the caller is told of. The message names the thing, the action and, where there is one, the
 * remedy, in one line.
 */
public final class DaemonException extends RuntimeException {
    private final FailureCategory category;

    public DaemonException(FailureCategory category, String message) {
        super(message);
        this.category = category;
    }

    public DaemonException(FailureCategory category, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    public FailureCategory category() {
        return category;
    }

    public static DaemonException invalid(String message) {
        return new DaemonException(FailureCategory.INVALID_REQUEST, message);
    }

    public static DaemonException notFound(String message) {
        return new DaemonException(FailureCategory.NOT_FOUND, message);
    }

    public static DaemonException conflict(String message) {
        return new DaemonException(FailureCategory.CONFLICT, message);
    }

    public static DaemonException forbidden(String message) {
        return new DaemonException(FailureCategory.FORBIDDEN, message);
    }

    public static DaemonException notSupported(String message) {
        return new DaemonException(FailureCategory.NOT_SUPPORTED, message);
    }
}
