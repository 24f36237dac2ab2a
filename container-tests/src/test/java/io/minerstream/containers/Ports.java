package io.minerstream.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports that are chosen before a container starts, because it tells them to clients, or because they must outlive a kill. */
final class Ports {

    private Ports() {}

    /** A port of 127.0.0.1 that nobody uses at this moment. */
    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
