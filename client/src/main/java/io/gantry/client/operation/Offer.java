package io.gantry.client.operation;

import io.gantry.api.Operation;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An operation that waits for another server to come with its secrets, and does so once. Closing it takes the offer back
 * where nobody took it, so that it does not wait for its time-out.
 */
public final class Offer implements AutoCloseable {
    /** How long an operation may take to notice that whoever took it has gone. */
    private static final int SECONDS_TO_NOTICE = 1;

    private final ApiServer server;
    private final Operation operation;

    public Offer(ApiServer server, Operation operation) {
        this.server = server;
        this.operation = operation;
    }

    public ApiServer server() {
        return server;
    }

    public Operation operation() {
        return operation;
    }

    /** The secrets by the names of their channels. */
    public Map<String, String> secrets() {
        var secrets = new TreeMap<String, String>();
        if (operation.metadata() != null) {
            operation.metadata().forEach((channel, secret) -> {
                if (secret instanceof String text) {
                    secrets.put(channel, text);
                }
            });
        }
        return secrets;
    }

    /** Takes one channel of the offer. */
    public MessageChannel open(String channel) throws IOException {
        return new Operations(server).websocket(operation, secrets().getOrDefault(channel, ""));
    }

    /**
     * Has another server take the offer at one address after the other, until one has worked or the offer waits no longer:
     * then somebody had reached it.
     *
     * @param addresses at least one
     */
    public Operation takenAtOneOf(List<String> addresses, AddressAttempts.Attempt attempt) throws IOException {
        return AddressAttempts.first(addresses, attempt, _ -> hasEndedSoon());
    }

    private boolean hasEndedSoon() throws IOException {
        try {
            return Operations.hasEnded(new Operations(server).await(operation.id(), SECONDS_TO_NOTICE));
        } catch (ApiException e) {
            // Ended operations are forgotten after a while.
            return true;
        }
    }

    /** Why the operation failed, empty where it did not or the server does not know any more. */
    public String failure() throws IOException {
        try {
            return new Operations(server).get(operation.id()).err();
        } catch (ApiException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        var operations = new Operations(server);
        try {
            if (!Operations.hasEnded(operations.get(operation.id()))) {
                operations.cancel(operation.id());
            }
        } catch (ApiException e) {
            // It ended by itself meanwhile.
        }
    }
}
