package io.gantry.daemon.http;

/** The HTTP methods of the API. */
public enum Method {
    GET,
    HEAD,
    PUT,
    POST,
    PATCH,
    DELETE
}
