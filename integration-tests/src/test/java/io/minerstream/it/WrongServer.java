package io.minerstream.it;

import com.sun.net.httpserver.HttpServer;
import io.minerstream.stack.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a command may find at an address in place of the server that it needs. */
enum WrongServer {
    /** Nothing listens. */
    NONE {
        @Override
        Address open() throws IOException {
            return new Address(FreePort.find(), () -> {});
        }
    },
    /** Takes connections and never answers. */
    SILENT {
        @Override
        Address open() throws IOException {
            ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            return new Address(socket.getLocalPort(), socket);
        }
    },
    /** Answers every request with a page. */
    WEB {
        @Override
        Address open() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            server.createContext("/", exchange -> {
                byte[] page = "<html>not found</html>".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(404, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            server.start();
            return new Address(server.getAddress().getPort(), () -> server.stop(0));
        }
    },
    BROKER {
        @Override
        Address open() {
            String servers = SharedPipeline.endpoints().bootstrapServers();
            return new Address(Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1)), () -> {});
        }
    },
    DATABASE {
        @Override
        Address open() {
            return new Address(
                    URI.create(SharedPipeline.endpoints().jdbcUrl().substring("jdbc:".length()))
                            .getPort(),
                    () -> {});
        }
    };

    private static final int BACKLOG = 500;

    /** A port of the loopback interface, until it is closed. */
    record Address(int port, AutoCloseable server) implements AutoCloseable {

        @Override
        public String toString() {
            return "127.0.0.1:" + port;
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    abstract Address open() throws IOException;
}
