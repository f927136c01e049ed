package io.gantry.daemon.http;

/** Answers a request: reads it, calls one service method, replies. Runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler {
    Reply handle(Request request) throws Exception;
}
