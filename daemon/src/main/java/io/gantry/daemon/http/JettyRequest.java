package io.gantry.daemon.http;

import io.gantry.api.ApiJson;
import io.gantry.api.MalformedJsonException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A request that Jetty read. */
final class JettyRequest implements Request {
    private static final int LARGEST_OBJECT = 4 << 20;

    private final org.eclipse.jetty.server.Request request;
    private final Method method;
    private final Map<String, String> variables;
    private final Caller caller;
    private final Map<String, String> query;

    JettyRequest(
            org.eclipse.jetty.server.Request request, Method method, Map<String, String> variables, Caller caller) {
        this.request = request;
        this.method = method;
        this.variables = variables;
        this.caller = caller;
        this.query = parameters(request.getHttpURI().getQuery());
    }

    private static Map<String, String> parameters(@Nullable String text) {
        var parameters = new HashMap<String, String>();
        for (String pair : text == null ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.putIfAbsent(decoded(name), decoded(value));
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw DaemonException.invalid("the query of the URL has a broken escape in \"" + text + "\"");
        }
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String path() {
        return request.getHttpURI().getPath();
    }

    @Override
    public URI uri() {
        return request.getHttpURI().toURI();
    }

    @Override
    public String pathVariable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    @Override
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(
                    field.getName().toLowerCase(Locale.ROOT),
                    Optional.ofNullable(field.getValue()).orElse(""));
        }
        return headers;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public InputStream body() {
        return Content.Source.asInputStream(request);
    }

    @Override
    public <T> T body(Class<T> type) {
        byte[] json = object();
        try {
            return ApiJson.read(json, type);
        } catch (MalformedJsonException e) {
            throw DaemonException.invalid("the body of the request is not what it must be: " + e.getMessage());
        }
    }

    @Override
    public Map<String, Object> bodyTree() {
        byte[] json = object();
        try {
            if (ApiJson.readTree(json) instanceof Map<?, ?> tree) {
                var object = new LinkedHashMap<String, Object>();
                tree.forEach((key, value) -> object.put(key.toString(), value));
                return object;
            }
        } catch (MalformedJsonException e) {
            throw DaemonException.invalid("the body of the request is not JSON: " + e.getMessage());
        }
        throw DaemonException.invalid("the body of the request is not a JSON object");
    }

    private byte[] object() {
        try (InputStream body = body()) {
            byte[] json = body.readNBytes(LARGEST_OBJECT + 1);
            if (json.length > LARGEST_OBJECT) {
                throw DaemonException.invalid("the body of the request is larger than 4 MiB");
            }
            return json;
        } catch (IOException e) {
            throw DaemonException.invalid("the body of the request ended too early: " + e.getMessage());
        }
    }

    @Override
    public void requireUnchanged(Object current) {
        Optional<String> ifMatch = header("If-Match").filter(value -> !value.isEmpty());
        if (ifMatch.isPresent() && !Etags.matches(ifMatch.get(), Etags.of(current))) {
            throw new DaemonException(
                    FailureCategory.CHANGED_MEANWHILE,
                    "ETag doesn't match: " + path() + " was changed since it was read; read it again");
        }
    }
}
