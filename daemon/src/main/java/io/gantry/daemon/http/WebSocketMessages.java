package io.gantry.daemon.http;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A websocket of Jetty's as a channel with blocking calls. The next message is read from the network only when few
 * wait here, so that a slow reader slows down its peer.
 */
public final class WebSocketMessages implements Session.Listener, MessageChannel {
    private static final int BACKLOG = 8;
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(35);
    private static final int OPEN_SECONDS = 10;

    private final CompletableFuture<Session> opened = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final Queue<Message> arrived = new ArrayDeque<>();
    private Message.@Nullable Closed closed;
    private boolean isDemanding;
    private volatile long heardAt = System.nanoTime();

    WebSocketMessages() {}

    /** Waits until messages can be sent. */
    void awaitOpen() throws InterruptedException, IOException {
        try {
            opened.get(OPEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the websocket was not opened", e);
        }
    }

    /**
     * Sends a ping, and ends the connection where the peer has been silent for too long. A peer to whom a message is
     * being sent may be slow to read, and its answers to pings wait behind that: it is left alone.
     */
    void checkAlive() {
        Session session = opened.getNow(null);
        if (session == null || !sending.tryLock()) {
            return;
        }
        try {
            if (isListening() && System.nanoTime() - heardAt > SILENCE_LIMIT.toNanos()) {
                end(new Message.Closed(StatusCode.ABNORMAL, "the peer has been silent for too long"));
                session.disconnect();
            } else {
                session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
            }
        } finally {
            sending.unlock();
        }
    }

    /** Ends the connection without a word. */
    void disconnect() {
        Session session = opened.getNow(null);
        if (session != null) {
            session.disconnect();
        }
    }

    private boolean isListening() {
        state.lock();
        try {
            return isDemanding;
        } finally {
            state.unlock();
        }
    }

    @Override
    public void onWebSocketOpen(Session session) {
        state.lock();
        try {
            isDemanding = true;
        } finally {
            state.unlock();
        }
        opened.complete(session);
        session.demand();
    }

    @Override
    public void onWebSocketText(String message) {
        arrive(new Message.Text(message));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        ByteBuffer own = ByteBuffer.allocate(payload.remaining());
        own.put(payload).flip();
        callback.succeed();
        arrive(new Message.Binary(own));
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        heardAt = System.nanoTime();
        Session session = opened.join();
        session.sendPong(ByteBuffer.wrap(bytes(payload)), Callback.NOOP);
        session.demand();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heardAt = System.nanoTime();
        opened.join().demand();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private void arrive(Message message) {
        heardAt = System.nanoTime();
        boolean wantsMore;
        state.lock();
        try {
            arrived.add(message);
            wantsMore = arrived.size() < BACKLOG;
            isDemanding = wantsMore;
            changed.signalAll();
        } finally {
            state.unlock();
        }
        if (wantsMore) {
            opened.join().demand();
        }
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        callback.succeed();
        end(new Message.Closed(statusCode, reason == null ? "" : reason));
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        opened.completeExceptionally(cause);
        end(new Message.Closed(StatusCode.ABNORMAL, cause.getMessage() == null ? "" : cause.getMessage()));
    }

    private void end(Message.Closed why) {
        state.lock();
        try {
            if (closed == null) {
                closed = why;
            }
            changed.signalAll();
        } finally {
            state.unlock();
        }
        ended.complete(true);
    }

    @Override
    public Message receive() throws IOException {
        Message message;
        boolean demands = false;
        state.lock();
        try {
            while (arrived.isEmpty() && closed == null) {
                changed.await();
            }
            Message next = arrived.poll();
            message = next == null ? closed() : next;
            if (!isDemanding && closed == null && arrived.size() < BACKLOG) {
                isDemanding = true;
                demands = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a message", e);
        } finally {
            state.unlock();
        }
        if (demands) {
            opened.join().demand();
        }
        return message;
    }

    private Message.Closed closed() {
        Message.Closed why = closed;
        return why == null ? new Message.Closed(StatusCode.ABNORMAL, "") : why;
    }

    @Override
    public void sendText(String text) throws IOException {
        send((session, done) -> session.sendText(text, done));
    }

    @Override
    public void sendBinary(ByteBuffer data) throws IOException {
        send((session, done) -> session.sendBinary(data, done));
    }

    private void send(BiConsumer<Session, Callback> act) throws IOException {
        sending.lock();
        try {
            if (ended.isDone()) {
                throw new IOException("the peer has closed the websocket");
            }
            var done = new Callback.Completable();
            act.accept(opened.join(), done);
            CompletableFuture.anyOf(done, ended).get();
            if (!done.isDone()) {
                throw new IOException("the peer has closed the websocket");
            }
        } catch (ExecutionException e) {
            throw new IOException("sending on the websocket failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending on the websocket", e);
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close() {
        Session session = opened.getNow(null);
        if (session == null || ended.isDone()) {
            end(new Message.Closed(StatusCode.NORMAL, ""));
            return;
        }
        session.close(StatusCode.NORMAL, "", Callback.NOOP);
        end(new Message.Closed(StatusCode.NORMAL, ""));
    }
}
