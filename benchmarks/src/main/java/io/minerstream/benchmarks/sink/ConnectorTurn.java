package io.minerstream.benchmarks.sink;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.data.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;

/** One connector, from its first record to its last. It starts paused: its start does not count. */
final class ConnectorTurn {

    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int STATUS_INTERVAL = 50;

    private final StackEndpoints stack;
    private final ConnectClient connect;
    private final Map<String, String> connectProperties;
    private final Admin admin;
    private final Connection database;

    /** @param database in auto-commit mode, not by way of a proxy */
    ConnectorTurn(StackEndpoints stack, Admin admin, Connection database) throws IOException {
        this.stack = stack;
        this.admin = admin;
        this.database = database;
        connectProperties = new HashMap<>(PrivateFile.readProperties(stack.connectProperties()));
        connectProperties.put(ConnectConfig.URL, stack.connectUrl());
        connect = ConnectClient.of(connectProperties);
    }

    /**
     * Lands a topic.
     *
     * @param name of a connector that never was
     * @param records in the topic
     * @param finished before the connector is deleted
     * @return seconds
     */
    double land(String name, SinkKind kind, TopicNames topics, String jdbcUrl, long records, Runnable finished)
            throws Exception {
        SinkEnvironment environment = new SinkEnvironment(
                topics,
                (short) 1,
                stack.registryUrl(),
                jdbcUrl,
                "public",
                stack.databaseUser(),
                "${file:" + stack.databaseProperties() + ":password}");
        Map<String, String> config = new HashMap<>(Sink.TELEMETRY
                .definition(name, kind, environment, Map.of("tasks.max", "1"))
                .config());
        if (kind == SinkKind.DEBEZIUM) {
            // A sixth faster, and right for these rows: no key comes twice.
            config.put("use.reduction.buffer", "false");
        }
        create(name, config);
        try {
            await(name, ConnectorStatus::isPaused);
            long startNanos = System.nanoTime();
            connect.resume(name);
            awaitLanded(name, kind, records);
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            finished.run();
            return seconds;
        } finally {
            connect.delete(name);
        }
    }

    /** The client of this project cannot create a connector paused. */
    private void create(String name, Map<String, String> config) throws IOException, InterruptedException {
        String body = JsonMapper.builder()
                .build()
                .writeValueAsString(Map.of("name", name, "config", config, "initial_state", "PAUSED"));
        String login = connectProperties.get(ConnectConfig.BASIC_AUTH);
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.connectUrl() + "/connectors"))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IllegalStateException("creating connector " + name + ": must answer 201, got "
                    + response.statusCode() + " " + response.body());
        }
    }

    private void await(String name, Predicate<ConnectorStatus> reached) {
        Deadline deadline = Deadline.in(LIMIT);
        while (connect.status(name).filter(reached).isEmpty()) {
            requireRunning(name, deadline);
            Deadline.pause(POLL);
        }
    }

    private void awaitLanded(String name, SinkKind kind, long records) throws Exception {
        Deadline deadline = Deadline.in(LIMIT);
        for (int look = 1; (kind == SinkKind.COPY ? inTable(name) : committed(name)) < records; look++) {
            if (look % STATUS_INTERVAL == 0) {
                requireRunning(name, deadline);
            }
            Deadline.pause(POLL);
        }
    }

    private void requireRunning(String name, Deadline deadline) {
        connect.status(name).flatMap(ConnectorStatus::failure).ifPresent(failure -> {
            throw new IllegalStateException("connector " + name + ": must run, failed: " + failure);
        });
        if (deadline.isOver()) {
            throw new IllegalStateException("connector " + name + ": must end within an hour; take fewer rows");
        }
    }

    private long inTable(String name) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(
                "SELECT coalesce(sum(next_offset), 0) FROM minerstream_sink_offsets WHERE connector = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Debezium commits to Kafka alone, once a second: up to a second late. */
    private long committed(String name) throws ExecutionException, InterruptedException {
        String group = "connect-" + name;
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }
}
