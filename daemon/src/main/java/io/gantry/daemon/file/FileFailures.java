package io.gantry.daemon.file;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.system.nativecall.Errno;
import io.gantry.system.nativecall.SystemCallException;

/** Tells callers why the kernel refused to do something to an instance's file. */
final class FileFailures {
    private FileFailures() {}

    static DaemonException of(InstanceKey key, SystemCallException failure) {
        String reason = failure.is(Errno.ENOENT) ? "File not found: " + failure.getMessage() : failure.getMessage();
        return new DaemonException(category(failure), "instance %s: %s".formatted(key, reason), failure);
    }

    private static FailureCategory category(SystemCallException failure) {
        if (failure.is(Errno.ENOENT) || failure.is(Errno.ENOTDIR)) {
            return FailureCategory.NOT_FOUND;
        }
        if (failure.is(Errno.EDQUOT) || failure.is(Errno.ENOSPC)) {
            return FailureCategory.CONFLICT;
        }
        boolean isCallersFault = failure.is(Errno.EISDIR)
                || failure.is(Errno.ELOOP)
                || failure.is(Errno.EXDEV)
                || failure.is(Errno.ENXIO)
                || failure.is(Errno.EINVAL)
                || failure.is(Errno.EROFS)
                || failure.is(Errno.ENOTEMPTY)
                || failure.is(Errno.EEXIST)
                || failure.is(Errno.EBUSY)
                || failure.is(Errno.EPERM)
                || failure.is(Errno.ENAMETOOLONG);
        return isCallersFault ? FailureCategory.INVALID_REQUEST : FailureCategory.INTERNAL;
    }
}
