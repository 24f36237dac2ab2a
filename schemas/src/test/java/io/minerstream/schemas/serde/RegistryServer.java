package io.minerstream.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A schema registry on a loopback port that speaks the part of Confluent's REST API that we use, and fails on demand. */
final class RegistryServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request as it arrived; {@code authorization} is null when there was no such header. */
    record Received(String method, String path, String authorization) {
        String line() {
            return method + " " + path;
        }
    }

    /** @param missing bytes that are announced but never come */
    record Answer(int status, String contentType, String body, int missing) {
        static Answer json(int status, String body) {
            return new Answer(status, "application/vnd.schemaregistry.v1+json", body, 0);
        }

        static Answer brokenOff(String body) {
            return new Answer(200, "application/vnd.schemaregistry.v1+json", body, 100);
        }

        static Answer empty(int status) {
            return new Answer(status, "text/plain", "", 0);
        }

        static Answer html(int status) {
            return new Answer(status, "text/html", "<!DOCTYPE html><html><body>Some other page</body></html>", 0);
        }

        static Answer error(int code, String message) {
            return json(code / 100, "{\"error_code\":%s,\"message\":\"%s\"}".formatted(code, message));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> schemasById = new ArrayList<>();
    private final Map<String, List<Integer>> idsBySubject = new LinkedHashMap<>();
    private final Map<String, String> compatibility = new HashMap<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> scripted = new ConcurrentLinkedQueue<>();
    private volatile Answer always;
    private volatile String objection;

    RegistryServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://" + hostAndPort();
    }

    String hostAndPort() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers one of the next requests with this; in the order of the calls. */
    void answerNext(Answer answer) {
        scripted.add(answer);
    }

    void answerAlways(Answer answer) {
        always = answer;
    }

    /** Calls every schema incompatible from now on. */
    void objectToSchemas(String reason) {
        objection = reason;
    }

    synchronized void setCompatibility(String subject, String level) {
        compatibility.put(subject, level);
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> requestLines() {
        return received.stream().map(Received::line).toList();
    }

    synchronized int register(String subject, String schema) {
        int index = schemasById.indexOf(schema);
        if (index < 0) {
            schemasById.add(schema);
            index = schemasById.size() - 1;
        }
        int id = index + 1;
        List<Integer> ids = idsBySubject.computeIfAbsent(subject, unknown -> new ArrayList<>());
        if (!ids.contains(id)) {
            ids.add(id);
        }
        return id;
    }

    synchronized String schema(int id) {
        return schemasById.get(id - 1);
    }

    synchronized Map<String, String> compatibility() {
        return Map.copyOf(compatibility);
    }

    synchronized List<String> subjects() {
        return List.copyOf(idsBySubject.keySet());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        received.add(new Received(
                exchange.getRequestMethod(), path, exchange.getRequestHeaders().getFirst("Authorization")));
        String body;
        try (InputStream in = exchange.getRequestBody()) {
            body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Answer answer = always != null ? always : scripted.poll();
        if (answer == null) {
            answer =
                    route(exchange.getRequestMethod(), List.of(path.substring(1).split("/")), body);
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length + answer.missing());
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Paths have one form for each length: /subjects/{name}/versions/latest, /schemas/ids/{id}, /config/{name}. */
    private synchronized Answer route(String method, List<String> path, String body) {
        return switch (method + " " + path.get(0) + "/" + path.size()) {
            case "GET subjects/1" -> Answer.json(200, text(subjects()));
            case "POST subjects/2" -> lookUp(path.get(1), field(body, "schema"));
            case "POST subjects/3" ->
                Answer.json(200, text(Map.of("id", register(path.get(1), field(body, "schema")))));
            case "GET subjects/3" -> versions(path.get(1));
            case "GET subjects/4" -> version(path.get(1), path.get(3));
            case "POST compatibility/4", "POST compatibility/5" ->
                Answer.json(200, text(Map.of("is_compatible", objection == null, "messages", objections())));
            case "GET config/2" ->
                compatibility.containsKey(path.get(1))
                        ? Answer.json(200, text(Map.of("compatibilityLevel", compatibility.get(path.get(1)))))
                        : Answer.error(
                                40408, "Subject '" + path.get(1) + "' does not have subject-level compatibility");
            case "GET schemas/3" -> byId(Integer.parseInt(path.get(2)));
            case "PUT config/2" -> {
                compatibility.put(path.get(1), field(body, "compatibility"));
                yield Answer.json(200, body);
            }
            default -> Answer.html(404);
        };
    }

    private Answer lookUp(String subject, String schema) {
        if (!idsBySubject.containsKey(subject)) {
            return Answer.error(40401, "Subject '" + subject + "' not found.");
        }
        int id = schemasById.indexOf(schema) + 1;
        int version = idsBySubject.get(subject).indexOf(id) + 1;
        return version == 0 ? Answer.error(40403, "Schema not found") : version(subject, version);
    }

    private List<String> objections() {
        return objection == null ? List.of() : List.of(objection);
    }

    private Answer versions(String subject) {
        return idsBySubject.containsKey(subject)
                ? Answer.json(
                        200,
                        text(IntStream.rangeClosed(1, idsBySubject.get(subject).size())
                                .boxed()
                                .toList()))
                : Answer.error(40401, "Subject '" + subject + "' not found.");
    }

    private Answer version(String subject, String version) {
        if (!idsBySubject.containsKey(subject)) {
            return Answer.error(40401, "Subject '" + subject + "' not found.");
        }
        return version(
                subject, version.equals("latest") ? idsBySubject.get(subject).size() : Integer.parseInt(version));
    }

    private Answer version(String subject, int version) {
        int id = idsBySubject.get(subject).get(version - 1);
        return Answer.json(200, text(Map.of("subject", subject, "id", id, "version", version, "schema", schema(id))));
    }

    private Answer byId(int id) {
        return id >= 1 && id <= schemasById.size()
                ? Answer.json(200, text(Map.of("schema", schema(id))))
                : Answer.error(40403, "Schema " + id + " not found");
    }

    private static String field(String body, String name) {
        try {
            JsonNode field = JSON.readTree(body).get(name);
            return field.asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
