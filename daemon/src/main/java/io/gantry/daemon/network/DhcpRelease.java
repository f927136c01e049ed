package io.gantry.daemon.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A DHCPRELEASE (RFC 2131) in the name of a client that is gone: only the server can give its lease away, and only when
 * it is told.
 *
 * @param client the MAC address
 * @param address that was leased
 * @param server that leased it
 */
record DhcpRelease(String client, InetAddress address, InetAddress server) {
    private static final int SERVER_PORT = 67;
    private static final int SMALLEST_MESSAGE = 300;
    private static final int OPTIONS = 236;
    private static final int HARDWARE_ADDRESS = 28;
    private static final int CLIENT_ADDRESS = 12;
    private static final int COOKIE = 0x63825363;
    private static final byte BOOT_REQUEST = 1;
    private static final byte ETHERNET = 1;
    private static final byte MESSAGE_TYPE = 53;
    private static final byte RELEASE = 7;
    private static final byte SERVER_IDENTIFIER = 54;
    private static final byte END = (byte) 255;

    void send() throws IOException {
        byte[] message = message();
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(message, message.length, new InetSocketAddress(server, SERVER_PORT)));
        }
    }

    byte[] message() {
        byte[] hardware = HexFormat.ofDelimiter(":").parseHex(client);
        ByteBuffer message = ByteBuffer.allocate(SMALLEST_MESSAGE);
        message.put(BOOT_REQUEST).put(ETHERNET).put((byte) hardware.length);
        message.putInt(4, hashCode());
        message.put(CLIENT_ADDRESS, address.getAddress());
        message.put(HARDWARE_ADDRESS, hardware);
        message.position(OPTIONS);
        message.putInt(COOKIE);
        message.put(MESSAGE_TYPE).put((byte) 1).put(RELEASE);
        message.put(SERVER_IDENTIFIER).put((byte) 4).put(server.getAddress());
        message.put(END);
        return message.array();
    }
}
