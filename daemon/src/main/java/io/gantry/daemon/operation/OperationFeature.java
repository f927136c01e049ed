package io.gantry.daemon.operation;

import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import java.util.List;

/** Background work. What ends after it in the daemon's list may still be used by operations that are being undone. */
public final class OperationFeature implements Feature {
    private final BackgroundOperations operations;

    public OperationFeature(BackgroundOperations operations) {
        this.operations = operations;
    }

    @Override
    public List<Routes> routes() {
        return List.of(new OperationRoutes(operations));
    }

    @Override
    public void close() {
        operations.close();
    }
}
