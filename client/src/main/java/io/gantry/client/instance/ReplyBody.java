package io.gantry.client.instance;

import io.gantry.client.server.Connection;
import java.io.FilterInputStream;
import java.io.IOException;

/** The body of a reply; closing it gives the connection back. */
final class ReplyBody extends FilterInputStream {
    private final Connection.Reply reply;

    ReplyBody(Connection.Reply reply) throws IOException {
        super(reply.body());
        this.reply = reply;
    }

    @Override
    public void close() throws IOException {
        super.close();
        reply.close();
    }
}
