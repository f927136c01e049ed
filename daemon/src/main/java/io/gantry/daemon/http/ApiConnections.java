package io.gantry.daemon.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Connections on which the {@code Host} header says nothing. Who calls is known by the socket or the certificate, and
 * there is one API whatever it is called by; programs on a unix socket have no host to name and send what comes:
 * {@code localhost:None}, {@code a:}, an empty one.
 */
final class ApiConnections extends HttpConnectionFactory {
    ApiConnections(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint end) {
        var connection = new Hostless(getHttpConfiguration(), connector, end);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, end);
    }

    /** Jetty lets headers be left out here alone; what it checks of a {@code Host} has no switch. */
    private static final class Hostless extends HttpConnection {
        Hostless(HttpConfiguration configuration, Connector connector, EndPoint end) {
            super(configuration, connector, end);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new RequestHandler() {
                @Override
                public void parsedHeader(HttpField field) {
                    if (field.getHeader() != HttpHeader.HOST) {
                        super.parsedHeader(field);
                    }
                }
            };
        }
    }
}
