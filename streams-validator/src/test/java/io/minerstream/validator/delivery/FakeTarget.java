package io.minerstream.validator.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server that takes alerts, or behaves badly. */
final class FakeTarget implements AutoCloseable {

    /** Status of an answer that never comes. */
    static final int HANG = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private volatile Function<JsonNode, Integer> status = body -> 200;

    FakeTarget() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param answer status for each body */
    FakeTarget answering(Function<JsonNode, Integer> answer) {
        status = answer;
        return this;
    }

    FakeTarget answering(int answer) {
        return answering(body -> answer);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bodies, in the order of their arrival. */
    List<JsonNode> requests() {
        return requests;
    }

    /** Alerts of requests that were answered with success. */
    List<JsonNode> taken() {
        List<JsonNode> alerts = new ArrayList<>();
        taken.forEach(body -> (body.isArray() ? body : body.get("alerts")).forEach(alerts::add));
        return alerts;
    }

    /** Values of the header Authorization. */
    List<String> logins() {
        return logins;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
            logins.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            requests.add(body);
            int answer = status.apply(body);
            if (answer == HANG) {
                closed.await();
                return;
            }
            if (answer == 200) {
                taken.add(body);
            }
            byte[] text = "the answer\nof the target".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer, text.length);
            exchange.getResponseBody().write(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
