package io.minerstream.it;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that tests start, restart, or must not find: neither those that the system gives to outgoing connections (32768
 * and up), of which one could take the port of a server that has been killed, nor those of embedded stacks (20000 and up).
 */
final class FreePort {

    private static final int FIRST = 10_000;
    private static final int BOUND = 20_000;

    private FreePort() {}

    static int find() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BOUND);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
