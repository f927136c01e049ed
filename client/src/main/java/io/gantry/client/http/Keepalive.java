package io.gantry.client.http;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;

/** Notices peers that are gone without a word: a host that lost its power, a cable that was cut. */
public final class Keepalive {
    private static final int SECONDS = 10;
    private static final int PROBES = 3;

    private Keepalive() {}

    /** Lets the kernel end a connection over which nothing can be heard for 40 s, whether or not there is something to say. */
    public static void watch(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, SECONDS);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, SECONDS);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    }
}
