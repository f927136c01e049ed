package io.gantry.daemon.exec;

import io.gantry.api.InstanceExecPost;
import io.gantry.api.Operation;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.operation.Operations;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.attach.ContainerExec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The exec service with one operation at a time, whose channels the test has the other ends of. */
final class ExecFixture implements Operations, OperationContext {
    static final InstanceKey C1 = new InstanceKey("default", "c1");
    static final String ID = "0123";

    private final Map<String, String> config = new HashMap<>();
    private final Map<String, ClientEnd> channels = new ConcurrentHashMap<>();
    private final Map<String, Object> published = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final List<String> events = new ArrayList<>();
    private final ExecService service;
    private RunState state = new RunState.Running(1);
    private OperationPlan plan = new OperationPlan("", Map.of());

    ExecFixture(ContainerExec containers, Path logs) {
        service = new ExecService(new Running(), this::config, containers, this, new Heard(), logs);
    }

    private Map<String, String> config(InstanceKey key) {
        if (!key.equals(C1)) {
            throw DaemonException.notFound("Instance not found: " + key);
        }
        return config;
    }

    void option(String key, String value) {
        config.put(key, value);
    }

    void is(RunState now) {
        state = now;
    }

    Operation start(InstanceExecPost request) {
        return service.start(C1, request);
    }

    Operation start(InstanceKey key, InstanceExecPost request) {
        return service.start(key, request);
    }

    /** The client's end of a channel, which is connected by this. */
    ClientEnd channel(String name) {
        return channels.computeIfAbsent(name, _ -> new ClientEnd());
    }

    OperationPlan plan() {
        return plan;
    }

    List<String> events() {
        return List.copyOf(events);
    }

    /** What the operation said of itself until its end; throws what made it fail. */
    Map<String, Object> end() throws Exception {
        try {
            ended.get(30, TimeUnit.SECONDS);
            return Map.copyOf(published);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failure;
        } catch (TimeoutException e) {
            throw new AssertionError("the operation does not end", e);
        }
    }

    Map<String, Object> published() {
        return Map.copyOf(published);
    }

    @Override
    public Operation start(OperationPlan newPlan, Work work) {
        plan = newPlan;
        return begin("task", () -> work.run(this));
    }

    @Override
    public Operation offer(OperationPlan newPlan, List<String> names, ChannelWork work) {
        plan = newPlan;
        return begin("websocket", () -> work.run(this, this::await));
    }

    private MessageChannel await(String name, Duration limit) throws InterruptedException {
        ClientEnd end = channels.get(name);
        if (end == null && name.equals(ExecControl.CHANNEL)) {
            // Nobody comes, until the program has ended and who waits is interrupted.
            new CountDownLatch(1).await();
        }
        if (end == null) {
            throw DaemonException.notFound("nobody has connected " + name);
        }
        return end.server();
    }

    private interface Body {
        void run() throws Exception;
    }

    private Operation begin(String kind, Body body) {
        Thread.ofVirtual().start(() -> {
            try {
                body.run();
                ended.complete(true);
            } catch (Exception failure) {
                ended.completeExceptionally(failure);
            }
        });
        return new Operation(
                ID,
                kind,
                plan.description(),
                Instant.EPOCH,
                Instant.EPOCH,
                "Running",
                103,
                Map.of(),
                Map.of(),
                false,
                "",
                "");
    }

    @Override
    public Operation token(OperationPlan newPlan, Map<String, Object> metadata, Duration lifetime) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean useToken(String resource, String secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public void publish(Map<String, Object> metadata) {
        published.putAll(metadata);
    }

    private final class Heard implements Events {
        @Override
        public void lifecycle(String action, String source, Map<String, Object> context) {
            events.add(action + " " + source + " " + context);
        }

        @Override
        public void operation(Operation operation) {}
    }

    private final class Running implements InstanceRuntime {
        @Override
        public RunState state(InstanceKey key) {
            return state;
        }

        @Override
        public DiskIdmap runningIdmap(InstanceKey key) {
            return DiskIdmap.UNSHIFTED;
        }

        @Override
        public void start(InstanceKey key) {}

        @Override
        public void shutDown(InstanceKey key, Duration limit) {}

        @Override
        public void kill(InstanceKey key) {}

        @Override
        public void freeze(InstanceKey key) {}

        @Override
        public void unfreeze(InstanceKey key) {}
    }

    /** A channel as the client has it. */
    static final class ClientEnd {
        private final BlockingQueue<Message> toServer = new LinkedBlockingQueue<>();
        private final BlockingQueue<Message> toClient = new LinkedBlockingQueue<>();
        private final CompletableFuture<Boolean> serverClosed = new CompletableFuture<>();

        void say(String text) {
            toServer.add(new Message.Binary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        }

        /** A text message, which marks the end of a stream. */
        void sayText(String text) {
            toServer.add(new Message.Text(text));
        }

        void close() {
            toServer.add(new Message.Closed(1000, ""));
        }

        /** All that comes until the end mark. */
        String hear() throws InterruptedException {
            var heard = new StringBuilder();
            while (true) {
                switch (toClient.poll(30, TimeUnit.SECONDS)) {
                    case Message.Binary(ByteBuffer data) -> heard.append(StandardCharsets.UTF_8.decode(data));
                    case null -> throw new AssertionError("no end mark after: " + heard);
                    default -> {
                        return heard.toString();
                    }
                }
            }
        }

        /** Waits until the server has closed its end. */
        void awaitClose() throws Exception {
            serverClosed.get(30, TimeUnit.SECONDS);
        }

        MessageChannel server() {
            return new MessageChannel() {
                @Override
                public Message receive() {
                    try {
                        Message message = toServer.take();
                        if (message instanceof Message.Closed) {
                            toServer.add(message);
                        }
                        return message;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return new Message.Closed(1006, "interrupted");
                    }
                }

                @Override
                public void sendText(String text) {
                    toClient.add(new Message.Text(text));
                }

                @Override
                public void sendBinary(ByteBuffer data) {
                    byte[] copy = new byte[data.remaining()];
                    data.get(copy);
                    toClient.add(new Message.Binary(ByteBuffer.wrap(copy)));
                }

                @Override
                public void close() {
                    toServer.add(new Message.Closed(1000, ""));
                    serverClosed.complete(true);
                }
            };
        }
    }
}
