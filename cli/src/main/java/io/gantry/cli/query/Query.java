package io.gantry.cli.query;

import io.gantry.api.ApiJson;
import io.gantry.api.MalformedJsonException;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.PrettyJson;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** Sends a request to a server's API as it is typed. */
public final class Query implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<API path>";
    }

    @Override
    public String description() {
        return """
                Send a raw query to the server

                lxc query -X DELETE --wait /1.0/instances/c1
                    Delete local instance "c1".""";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("d", "data", "Input data")
                .with("", "raw", "Print the raw response")
                .withValue("X", "request", "Action (defaults to GET)")
                .with("", "wait", "Wait for the operation to complete")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = context.target(invocation.argument(0));
        if (!target.name().startsWith("/")) {
            throw new UsageException("Query path must start with /: \"" + target.name() + "\"");
        }
        ApiServer server = context.server(target);
        String data = invocation.value("data");
        byte[] reply = send(server, invocation.valueOr("request", "GET"), target.name(), data);
        if (!(tree(reply) instanceof Map<?, ?> answer)) {
            context.terminal().out().write(reply);
            return 0;
        }
        if (invocation.has("wait")
                && answer.get("operation") instanceof String operation
                && !operation.isEmpty()
                && tree(send(server, "GET", waitPath(operation), null)) instanceof Map<?, ?> ended) {
            answer = ended;
            if (ended.get("metadata") instanceof Map<?, ?> state
                    && state.get("err") instanceof String failure
                    && !failure.isEmpty()) {
                throw new CommandFailure(failure);
            }
        }
        if (invocation.has("raw")) {
            context.printLine(PrettyJson.write(answer, PrettyJson.Order.AS_GIVEN) + "\n");
            return 0;
        }
        Object shown = answer.get("metadata");
        if (shown != null && !(shown instanceof Map<?, ?> map && map.isEmpty())) {
            context.printLine(PrettyJson.write(shown, PrettyJson.Order.SORTED) + "\n");
        }
        return 0;
    }

    private static String waitPath(String operation) {
        int query = operation.indexOf('?');
        return query < 0 ? operation + "/wait" : operation.substring(0, query) + "/wait" + operation.substring(query);
    }

    private static byte[] send(ApiServer server, String method, String path, @Nullable String data) throws IOException {
        Connection.Body body = data == null
                ? new Connection.Body.None()
                : new Connection.Body.Bytes("application/json", ByteBuffer.wrap(json(data)));
        try (Connection.Reply reply = server.exchange(method, path, Map.of(), body)) {
            return reply.body().readAllBytes();
        }
    }

    /** What is not JSON is taken for a text. */
    private static byte[] json(String data) {
        byte[] typed = data.getBytes(StandardCharsets.UTF_8);
        return tree(typed) == null ? ApiJson.writeBytes(data) : typed;
    }

    private static @Nullable Object tree(byte[] json) {
        try {
            return ApiJson.readTree(json);
        } catch (MalformedJsonException e) {
            return null;
        }
    }
}
