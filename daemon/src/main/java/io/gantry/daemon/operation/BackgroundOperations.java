package io.gantry.daemon.operation;

import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.http.Caller;
import io.gantry.daemon.id.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The operations of this daemon, in memory. Closing interrupts the work under way and waits until it has undone
 * what it began.
 */
public final class BackgroundOperations implements Operations, AutoCloseable {
    /** How long ended operations stay readable. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);

    private final Events events;
    private final InstantSource clock;
    private final Ids ids;
    private final Map<String, BackgroundOperation> operations = new ConcurrentHashMap<>();
    private final ScheduledExecutorService expiry = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("operation-expiry").factory());
    private volatile boolean isClosed;

    public BackgroundOperations(Events events, InstantSource clock, Ids ids) {
        this.events = events;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Operation start(OperationPlan plan, Work work) {
        var operation = add("task", plan, plan.metadata(), new ChannelSecrets(List.of(), ids));
        return begin(operation, work);
    }

    @Override
    public Operation offer(OperationPlan plan, List<String> channels, ChannelWork work) {
        var secrets = new ChannelSecrets(channels, ids);
        var metadata = new LinkedHashMap<>(plan.metadata());
        if (plan.secretsUnder().isEmpty()) {
            metadata.putAll(secrets.all());
        } else {
            metadata.put(plan.secretsUnder(), secrets.all());
        }
        var operation = add("websocket", plan, metadata, secrets);
        return begin(operation, context -> work.run(context, operation));
    }

    @Override
    public Operation token(OperationPlan plan, Map<String, Object> metadata, Duration lifetime) {
        var operation = add("token", plan.cancellable(), metadata, new ChannelSecrets(List.of(), ids));
        forgetAfter(operation.id(), lifetime);
        return operation.view();
    }

    @Override
    public boolean useToken(String resource, String secret) {
        for (BackgroundOperation operation : List.copyOf(operations.values())) {
            Operation view = operation.view();
            if (view.operationClass().equals("token")
                    && view.statusCode() == StatusCode.RUNNING.code()
                    && view.resources() != null
                    && view.resources().values().stream().anyMatch(urls -> urls.contains(resource))
                    && view.metadata() != null
                    && secret.equals(view.metadata().get("secret"))
                    && operations.remove(operation.id()) != null) {
                operation.finish();
                return true;
            }
        }
        return false;
    }

    private BackgroundOperation add(
            String operationClass, OperationPlan plan, Map<String, Object> metadata, ChannelSecrets secrets) {
        if (isClosed) {
            throw new DaemonException(FailureCategory.UNAVAILABLE, "the daemon is shutting down");
        }
        String id = ids.uuid();
        var operation = new BackgroundOperation(id, operationClass, plan, metadata, secrets, this::changed, clock);
        operations.put(id, operation);
        events.operation(operation.view());
        return operation;
    }

    private static Operation begin(BackgroundOperation operation, Work work) {
        // The reply shows the operation as it was before its work began: still running, whatever comes.
        Operation begun = operation.view();
        Optional<Caller> caller = Caller.current();
        Thread.ofVirtual()
                .name("operation-" + operation.id())
                .start(() -> caller.ifPresentOrElse(
                        known -> known.run(() -> operation.run(work)), () -> operation.run(work)));
        return begun;
    }

    private void changed(Operation operation) {
        events.operation(operation);
        if (StatusCode.of(operation.statusCode()).orElseThrow().isFinal() && !expiry.isShutdown()) {
            forgetAfter(operation.id(), KEPT);
        }
    }

    private void forgetAfter(String id, Duration time) {
        var _ = expiry.schedule(() -> operations.remove(id), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The operations that have not ended, oldest first. Ended ones stay readable by their id for a while. */
    List<Operation> list() {
        var views = new ArrayList<Operation>();
        for (BackgroundOperation operation : operations.values()) {
            Operation view = operation.view();
            if (!StatusCode.of(view.statusCode()).orElseThrow().isFinal()) {
                views.add(view);
            }
        }
        views.sort(Comparator.comparing(Operation::createdAt));
        return views;
    }

    /** @throws DaemonException NOT_FOUND where there is none, or it ended a while ago */
    BackgroundOperation find(String id) {
        BackgroundOperation operation = operations.get(id);
        if (operation == null) {
            throw DaemonException.notFound("Operation not found: " + id);
        }
        return operation;
    }

    @Override
    public void close() {
        isClosed = true;
        expiry.shutdownNow();
        long deadline = System.nanoTime() + CLOSING_LIMIT.toNanos();
        for (BackgroundOperation operation : operations.values()) {
            operation.stop();
        }
        for (BackgroundOperation operation : operations.values()) {
            try {
                operation.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
