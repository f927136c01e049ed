package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.operation.OperationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An operation that keeps all that it is told. Thread-safe. */
final class ToldOperation implements OperationContext {
    private final List<Map<String, Object>> told = new ArrayList<>();

    @Override
    public String id() {
        return "1";
    }

    @Override
    public synchronized void publish(Map<String, Object> metadata) {
        told.add(metadata);
    }

    synchronized List<Map<String, Object>> told() {
        return List.copyOf(told);
    }
}
