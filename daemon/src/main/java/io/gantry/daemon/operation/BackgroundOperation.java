package io.gantry.daemon.operation;

import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.operation.Operations.Channels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One operation: its state as clients see it, its channels, and the thread that works on it. */
final class BackgroundOperation implements OperationContext, Channels {
    private final String id;
    private final String operationClass;
    private final OperationPlan plan;
    private final ChannelSecrets secrets;
    private final Consumer<Operation> listener;
    private final InstantSource clock;
    private final Instant createdAt;

    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, MessageChannel> arrived = new LinkedHashMap<>();
    private StatusCode status = StatusCode.RUNNING;
    private String error = "";
    private Instant updatedAt;
    private @Nullable Thread worker;

    /** @param listener told of each change; must not block */
    BackgroundOperation(
            String id,
            String operationClass,
            OperationPlan plan,
            Map<String, Object> metadata,
            ChannelSecrets secrets,
            Consumer<Operation> listener,
            InstantSource clock) {
        this.id = id;
        this.operationClass = operationClass;
        this.plan = plan;
        this.secrets = secrets;
        this.listener = listener;
        this.clock = clock;
        this.createdAt = clock.instant();
        this.updatedAt = createdAt;
        this.metadata.putAll(metadata);
    }

    @Override
    public String id() {
        return id;
    }

    /** The operation as it is now. */
    Operation view() {
        state.lock();
        try {
            return new Operation(
                    id,
                    operationClass,
                    plan.description(),
                    createdAt,
                    updatedAt,
                    status.text(),
                    status.code(),
                    plan.resources().isEmpty() ? null : plan.resources(),
                    metadata.isEmpty() ? null : new LinkedHashMap<>(metadata),
                    plan.mayCancel(),
                    error,
                    "none");
        } finally {
            state.unlock();
        }
    }

    /** Runs the work on the calling thread and keeps how it ended. */
    void run(Operations.Work work) {
        state.lock();
        try {
            worker = Thread.currentThread();
            if (status == StatusCode.CANCELLING) {
                worker.interrupt();
            }
        } finally {
            state.unlock();
        }
        try {
            work.run(this);
            end(StatusCode.SUCCESS, "");
        } catch (Throwable e) {
            OperationFailures.log(this, plan.description(), e);
            end(StatusCode.FAILURE, OperationFailures.message(e));
        }
    }

    private void end(StatusCode finalStatus, String message) {
        state.lock();
        try {
            worker = null;
            boolean isCancelled = status == StatusCode.CANCELLING && finalStatus == StatusCode.FAILURE;
            status = isCancelled ? StatusCode.CANCELLED : finalStatus;
            error = isCancelled ? "the operation was cancelled" : message;
            updatedAt = clock.instant();
            changed.signalAll();
        } finally {
            state.unlock();
        }
        secrets.expire();
        arrivedChannels().values().forEach(MessageChannel::close);
        listener.accept(view());
    }

    private Map<String, MessageChannel> arrivedChannels() {
        state.lock();
        try {
            return Map.copyOf(arrived);
        } finally {
            state.unlock();
        }
    }

    /** Ends an operation that has no work, such as a token that was used. */
    void finish() {
        end(StatusCode.SUCCESS, "");
    }

    /**
     * Interrupts the work; the operation ends when the work has undone what it did.
     *
     * @throws DaemonException INVALID_REQUEST where the operation does not permit it or has ended
     */
    void cancel() {
        if (!plan.mayCancel()) {
            throw DaemonException.invalid("This operation can't be cancelled");
        }
        if (!stop()) {
            throw DaemonException.invalid("Only running operations can be cancelled: " + id + " has ended");
        }
        listener.accept(view());
    }

    /**
     * Interrupts the work, whether clients may or not.
     *
     * @return whether it had not ended
     */
    boolean stop() {
        boolean hasNoWork = false;
        state.lock();
        try {
            if (status.isFinal()) {
                return false;
            }
            status = StatusCode.CANCELLING;
            updatedAt = clock.instant();
            if (worker != null) {
                worker.interrupt();
            } else {
                hasNoWork = operationClass.equals("token");
            }
        } finally {
            state.unlock();
        }
        if (hasNoWork) {
            end(StatusCode.FAILURE, "");
        }
        return true;
    }

    /**
     * Waits for the end.
     *
     * @param limit negative for ever
     * @return whether it has ended
     */
    boolean await(Duration limit) throws InterruptedException {
        long nanos = limit.isNegative() ? Long.MAX_VALUE : limit.toNanos();
        state.lockInterruptibly();
        try {
            while (!status.isFinal()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            state.unlock();
        }
    }

    @Override
    public void publish(Map<String, Object> more) {
        state.lock();
        try {
            metadata.putAll(more);
            updatedAt = clock.instant();
        } finally {
            state.unlock();
        }
        listener.accept(view());
    }

    /** Whether this secret opens a channel that nobody has connected, or is one of the operation at all. */
    boolean knows(String secret) {
        if (secrets.knows(secret)) {
            return true;
        }
        state.lock();
        try {
            // Work without channels has one secret, with which strangers who started it may ask how it went.
            return !secret.isEmpty() && secret.equals(metadata.get("secret"));
        } finally {
            state.unlock();
        }
    }

    /**
     * Takes the secret of a channel; it is worth nothing afterwards.
     *
     * @throws DaemonException FORBIDDEN where it is not one, or was used
     */
    String takeChannel(String secret) {
        return secrets.take(secret);
    }

    /** Hands over a connected channel and waits until the operation has ended, which closes the channel. */
    void serve(String channel, MessageChannel messages) throws InterruptedException {
        state.lock();
        try {
            if (status.isFinal()) {
                messages.close();
                return;
            }
            arrived.put(channel, messages);
            changed.signalAll();
        } finally {
            state.unlock();
        }
        await(Duration.ofSeconds(-1));
    }

    @Override
    public MessageChannel await(String name, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        state.lockInterruptibly();
        try {
            while (true) {
                MessageChannel channel = arrived.get(name);
                if (channel != null) {
                    return channel;
                }
                long nanos = deadline - System.nanoTime();
                if (nanos <= 0) {
                    throw DaemonException.invalid("nobody connected the channel \"" + name + "\" of operation " + id
                            + " within " + limit.toSeconds() + " s");
                }
                changed.await(nanos, TimeUnit.NANOSECONDS);
            }
        } finally {
            state.unlock();
        }
    }
}
