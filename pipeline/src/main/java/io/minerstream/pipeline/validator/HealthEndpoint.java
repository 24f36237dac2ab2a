package io.minerstream.pipeline.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minerstream.pipeline.PipelineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Answers {@code GET /health} about one instance of the validator, for orchestrators: status 200 while it runs, 503 while
 * it starts, rebalances or has stopped. The body names the state.
 */
public final class HealthEndpoint implements AutoCloseable {

    private static final String PATH = "/health";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private HealthEndpoint(HttpServer server) {
        this.server = server;
    }

    /**
     * Where to listen.
     *
     * @param host name or address of an interface of this machine, not blank
     * @param port from 0, for any free one, to 65535
     */
    public record Address(String host, int port) {

        private static final int LARGEST_PORT = 65_535;

        /** Reads {@code HOST:PORT}; an IPv6 address stands in brackets. */
        public static Address parse(String text) {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LARGEST_PORT) {
                throw new IllegalArgumentException(
                        "must be HOST:PORT with a port up to 65535, such as 127.0.0.1:8090, got '" + text + "'");
            }
            return new Address(text.substring(0, colon), Integer.parseInt(port));
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Starts to listen.
     *
     * @param state called for each request; must not block
     * @throws PipelineException when the address cannot be used
     */
    public static HealthEndpoint start(Address address, Supplier<State> state) {
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        if (socket.isUnresolved()) {
            throw PipelineException.usage(
                    "--health: must name an interface of this machine, got '" + address.host() + "'");
        }
        try {
            HttpServer server = HttpServer.create(socket, 0);
            server.createContext("/", exchange -> answer(exchange, state));
            server.start();
            return new HealthEndpoint(server);
        } catch (IOException e) {
            throw PipelineException.failed(
                    "--health: must be a free address of this machine, got %s (%s)".formatted(address, e.getMessage()),
                    e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<State> state) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                send(exchange, NOT_FOUND, "only " + PATH + " is here\n");
                return;
            }
            State now = state.get();
            send(exchange, now == State.RUNNING ? OK : UNAVAILABLE, "{\"state\":\"" + now + "\"}\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Stops listening at once. */
    @Override
    public void close() {
        server.stop(0);
    }
}
