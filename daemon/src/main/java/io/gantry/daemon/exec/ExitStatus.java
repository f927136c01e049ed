package io.gantry.daemon.exec;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.operation.OperationContext;
import java.util.HashMap;
import java.util.Map;

/** How a program ended, in the words of LXD's operations. */
final class ExitStatus {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private ExitStatus() {}

    /**
     * Publishes the status beside other metadata.
     *
     * @throws DaemonException for the two statuses that say that nothing was run: the operation fails
     */
    static void tell(OperationContext context, Map<String, Object> others, int status) {
        Map<String, Object> metadata = new HashMap<>(others);
        metadata.put("return", status);
        context.publish(metadata);
        switch (status) {
            case NOT_FOUND -> throw DaemonException.notFound("Command not found");
            case NOT_EXECUTABLE -> throw DaemonException.invalid("Command not executable");
            default -> {}
        }
    }
}
