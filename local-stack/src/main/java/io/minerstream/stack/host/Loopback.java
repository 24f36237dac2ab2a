package io.minerstream.stack.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The address of this machine that only itself can reach. */
public final class Loopback {

    private static final int CONNECT_LIMIT_MS = 3000;

    private Loopback() {}

    /** 127.0.0.1, also where Java prefers version 6 of the protocol. */
    public static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /**
     * Listens and connects there.
     *
     * @throws IOException when one of them fails, with the system's reason
     */
    public static void check() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, address());
                Socket client = new Socket()) {
            client.connect(server.getLocalSocketAddress(), CONNECT_LIMIT_MS);
        }
    }
}
