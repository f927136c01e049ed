package io.gantry.daemon.http;

import io.gantry.api.MalformedJsonException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests from Jetty to their routes, and the replies back. */
final class ApiHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final int ACCEPTED = 202;
    private static final String DEFAULT_PROJECT = "default";

    private final RouteTable routes;
    private final Callers callers;
    private final WebSockets webSockets;
    private final Supplier<Map<String, String>> crossOrigin;

    /** @param crossOrigin headers for requests from pages of other origins */
    ApiHandler(RouteTable routes, Callers callers, WebSockets webSockets, Supplier<Map<String, String>> crossOrigin) {
        this.crossOrigin = crossOrigin;
        this.routes = routes;
        this.callers = callers;
        this.webSockets = webSockets;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            reply(request, response, callback);
        } catch (DaemonException e) {
            if (e.category() == FailureCategory.INTERNAL) {
                LOG.warn(
                        "{} {} failed",
                        request.getMethod(),
                        request.getHttpURI().getPath(),
                        e);
            }
            fail(request, response, callback, Envelopes.status(e.category()), message(e));
        } catch (MalformedJsonException e) {
            fail(request, response, callback, Envelopes.status(FailureCategory.INVALID_REQUEST), message(e));
        } catch (HttpException.RuntimeException e) {
            // What Jetty refuses, such as a request for a websocket without its key.
            fail(request, response, callback, e.getCode(), e.getReason() == null ? message(e) : e.getReason());
        } catch (InterruptedException e) {
            fail(
                    request,
                    response,
                    callback,
                    Envelopes.status(FailureCategory.UNAVAILABLE),
                    "the daemon is shutting down");
        } catch (Exception e) {
            LOG.warn("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
            fail(request, response, callback, Envelopes.status(FailureCategory.INTERNAL), message(e));
        }
        return true;
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private void reply(Request request, Response response, Callback callback) throws Exception {
        if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
            crossOrigin.get().forEach(response.getHeaders()::put);
        }
        if (request.getMethod().equals("OPTIONS")) {
            // What browsers ask before a request: the headers are the answer.
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            UnreadBody.finish(request, response);
            callback.succeeded();
            return;
        }
        Method method = method(request.getMethod());
        RouteTable.Match match = routes.match(method, request.getHttpURI().getPath());
        Caller caller = callers.of(request);
        log(request, caller);
        if (match.access() == Access.TRUSTED && !caller.isTrusted()) {
            throw DaemonException.forbidden("not authorized");
        }
        var own = new JettyRequest(request, method, match.variables(), caller);
        if (!own.project().equals(DEFAULT_PROJECT)) {
            throw DaemonException.notFound(
                    "Project not found: " + own.project() + "; this server has only the project " + DEFAULT_PROJECT);
        }
        requireNoMember(own);
        write(caller.call(() -> match.handler().handle(own)), request, response, callback);
    }

    /** What is to be made or changed on a certain member of a cluster cannot be made here instead. */
    private static void requireNoMember(JettyRequest request) {
        String member = request.query("target").orElse("");
        if (request.method() != Method.GET && !member.isEmpty()) {
            throw DaemonException.invalid("Target only allowed when clustered: this server is not the member " + member
                    + " of a cluster; leave out target");
        }
    }

    private static void log(Request request, Caller caller) {
        LOG.atDebug()
                .addKeyValue("ip", caller.address())
                .addKeyValue("method", request.getMethod())
                .addKeyValue("protocol", caller.protocol())
                .addKeyValue("url", request.getHttpURI().getPath())
                .addKeyValue("username", caller.username())
                .log("Handling API request");
    }

    private static Method method(String name) {
        try {
            return Method.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw DaemonException.notSupported("the method " + name + " is not one of the API");
        }
    }

    private void write(Reply reply, Request request, Response response, Callback callback) throws Exception {
        switch (reply) {
            case Reply.Sync sync -> {
                sync.etagOf()
                        .ifPresent(
                                object -> response.getHeaders().put(HttpHeader.ETAG, "\"" + Etags.of(object) + "\""));
                sync.location().ifPresent(url -> response.getHeaders().put(HttpHeader.LOCATION, url));
                json(
                        request,
                        response,
                        callback,
                        sync.location().isPresent() ? 201 : 200,
                        Envelopes.sync(sync.metadata()));
            }
            case Reply.Async(var operation) -> {
                response.getHeaders().put(HttpHeader.LOCATION, "/1.0/operations/" + operation.id());
                json(request, response, callback, ACCEPTED, Envelopes.async(operation));
            }
            case Reply.Bytes(Map<String, String> headers, Reply.Content content) -> {
                headers.forEach(response.getHeaders()::put);
                UnreadBody.finish(request, response);
                if (request.getMethod().equals("HEAD")) {
                    callback.succeeded();
                } else {
                    stream(content, response, callback);
                }
            }
            case Reply.WebSocket(Reply.Session session) -> webSockets.upgrade(session, request, response, callback);
        }
    }

    private static void stream(Reply.Content content, Response response, Callback callback) throws Exception {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            content.writeTo(out);
        } catch (IOException e) {
            // The caller has part of the body already: only a broken connection tells it that this is not all.
            LOG.info("a reply was cut off: {}", e.getMessage());
            callback.failed(e);
            return;
        }
        callback.succeeded();
    }

    private static void json(Request request, Response response, Callback callback, int status, byte[] body) {
        UnreadBody.finish(request, response);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static void fail(Request request, Response response, Callback callback, int status, String message) {
        if (response.isCommitted()) {
            callback.failed(new IOException(message));
            return;
        }
        response.reset();
        json(request, response, callback, status, Envelopes.error(status, message));
    }
}
