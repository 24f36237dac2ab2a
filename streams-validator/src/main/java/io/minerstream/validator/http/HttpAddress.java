package io.minerstream.validator.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where to listen.
 *
 * @param host name or address of an interface of this machine, not blank; an IPv6 address stands in brackets
 * @param port from 0, for any free one, to 65535
 */
public record HttpAddress(String host, int port) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int LARGEST_PORT = 65_535;

    /** Reads {@code HOST:PORT}, or {@code PORT} for the loopback interface. */
    public static HttpAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon == 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LARGEST_PORT) {
            throw new IllegalArgumentException(
                    "must be HOST:PORT or PORT, with a port up to 65535, such as 127.0.0.1:8090, got '" + text + "'");
        }
        return new HttpAddress(colon < 0 ? LOOPBACK : text.substring(0, colon), Integer.parseInt(port));
    }

    /** Whether other machines can reach it. */
    public boolean isPublic() {
        InetSocketAddress socket = socket();
        return socket.isUnresolved() || !socket.getAddress().isLoopbackAddress();
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }

    /**
     * How other instances reach it: the host, or for all interfaces the name of this machine.
     *
     * @throws UnknownHostException when the machine does not know its own name
     */
    HttpAddress advertised() throws UnknownHostException {
        InetSocketAddress socket = socket();
        return socket.isUnresolved() || !socket.getAddress().isAnyLocalAddress()
                ? this
                : new HttpAddress(InetAddress.getLocalHost().getHostName(), port);
    }

    HttpAddress withPort(int other) {
        return new HttpAddress(host, other);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
