package io.minerstream.connect.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands for a Connect worker on a loopback port: gives the answers that a test scripts, and remembers the requests. */
public final class ConnectServer implements AutoCloseable {

    /**
     * A request as it arrived.
     *
     * @param authorization null when there was no such header
     * @param body empty when there was none
     */
    public record Received(String method, String path, String authorization, String body) {
        public String line() {
            return method + " " + path;
        }
    }

    private record Answer(int status, String contentType, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Queue<Answer>> scripted = new ConcurrentHashMap<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();

    public ConnectServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Answers a request with JSON. Answers to the same request are given in the order of the calls, the last one for ever.
     *
     * @param request method and path with query, for example {@code GET /connectors}
     */
    public void answer(String request, int status, String json) {
        answer(request, status, "application/json", json);
    }

    /** An error as Connect words it. */
    public void refuse(String request, int status, String message) {
        answer(request, status, "{\"error_code\":%s,\"message\":\"%s\"}".formatted(status, message));
    }

    public void answer(String request, int status, String contentType, String body) {
        scripted.computeIfAbsent(request, first -> new ConcurrentLinkedQueue<>())
                .add(new Answer(status, contentType, body));
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<String> requestLines() {
        return received.stream().map(Received::line).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body;
        try (InputStream in = exchange.getRequestBody()) {
            body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Received request = new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body);
        received.add(request);
        Answer answer = next(request.line());
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private Answer next(String request) {
        Queue<Answer> answers = scripted.get(request);
        if (answers == null) {
            return new Answer(404, "text/html", "<html><body>Not found</body></html>");
        }
        synchronized (answers) {
            return answers.size() > 1 ? answers.remove() : answers.element();
        }
    }
}
