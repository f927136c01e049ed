package io.gantry.client.operation;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The background operations of a server. Safe for use by several threads. */
public final class Operations {
    private static final int SECONDS_BETWEEN_LOOKS = 1;
    private static final int WITHOUT_LIMIT = -1;

    private final ApiServer server;

    public Operations(ApiServer server) {
        this.server = server;
    }

    /** All of them, as the server shows them. */
    public List<?> trees() throws IOException {
        var trees = new ArrayList<Object>();
        if (server.tree(ApiPath.withQuery(ApiPath.of("operations"), "recursion", "1")) instanceof Map<?, ?> byStatus) {
            byStatus.values()
                    .forEach(operations -> trees.addAll(operations instanceof List<?> list ? list : List.of()));
        }
        return trees;
    }

    public List<Operation> list() throws IOException {
        var operations = new ArrayList<Operation>();
        for (Object tree : trees()) {
            operations.add(ApiJson.fromTree(tree, Operation.class));
        }
        return operations;
    }

    /** One of them, as the server shows it. */
    public Object tree(String id) throws IOException {
        return server.tree(path(id));
    }

    public Operation get(String id) throws IOException {
        return server.get(path(id), Operation.class);
    }

    /** Asks the server to cancel it; returns when the server has agreed, which may be before the end. */
    public void cancel(String id) throws IOException {
        server.send("DELETE", path(id), null);
    }

    /**
     * Waits for the end of an operation, whatever it is, for no longer than this.
     *
     * @param seconds -1 for no limit
     * @return the operation as it is then
     */
    public Operation await(String id, int seconds) throws IOException {
        return server.get(
                ApiPath.withQuery(ApiPath.of("operations", id, "wait"), "timeout", String.valueOf(seconds)),
                Operation.class);
    }

    /**
     * Waits without limit for an operation to end well.
     *
     * @return the operation as it ended
     * @throws OperationFailedException where it failed or was cancelled
     */
    public Operation awaitSuccess(Operation operation) throws IOException {
        Operation last = hasEnded(operation) ? operation : await(operation.id(), WITHOUT_LIMIT);
        while (!hasEnded(last)) {
            last = await(operation.id(), WITHOUT_LIMIT);
        }
        return succeeded(last);
    }

    /**
     * As {@link #awaitSuccess(Operation)}, for a stranger who may see this operation alone.
     *
     * @param secret of the operation
     */
    public Operation awaitSuccess(Operation operation, String secret) throws IOException {
        String wait = ApiPath.withQuery(
                ApiPath.of("operations", operation.id(), "wait"), "timeout", String.valueOf(WITHOUT_LIMIT));
        return succeeded(server.get(ApiPath.withQuery(wait, "secret", secret), Operation.class));
    }

    /**
     * As {@link #awaitSuccess(Operation)}, and looks at the operation every second meanwhile.
     *
     * @param onLook gets the operation as it is at each look
     */
    public Operation awaitSuccess(Operation operation, Consumer<Operation> onLook) throws IOException {
        Operation last = operation;
        while (!hasEnded(last)) {
            onLook.accept(last);
            last = await(operation.id(), SECONDS_BETWEEN_LOOKS);
        }
        return succeeded(last);
    }

    private static Operation succeeded(Operation ended) {
        if (ended.statusCode() != StatusCode.SUCCESS.code()) {
            throw new OperationFailedException(ended);
        }
        return ended;
    }

    /** Whether an operation has ended, well or not. */
    public static boolean hasEnded(Operation operation) {
        return operation.statusCode() >= StatusCode.SUCCESS.code();
    }

    /** Opens the websocket of an operation that this secret is for. */
    public MessageChannel websocket(Operation operation, String secret) throws IOException {
        return server.websocket(
                ApiPath.withQuery(ApiPath.of("operations", operation.id(), "websocket"), "secret", secret));
    }

    /** The URL of an operation for other servers, which reach its server at this address. */
    public static String url(String address, Operation operation) {
        return address + path(operation.id());
    }

    private static String path(String id) {
        return ApiPath.of("operations", id);
    }
}
