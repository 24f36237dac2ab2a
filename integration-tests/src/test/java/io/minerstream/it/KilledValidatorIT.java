package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.validator.TelemetryValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the validator, in processes of their own, are killed (-9) at random moments of a run full of faults. They find the
 * same as an instance that nobody disturbs, say each change of state once, and Alertmanager shows what fires.
 */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class KilledValidatorIT {

    private static final String PREFIX = "killed-validator-";
    private static final int PARTITIONS = 3;

    /** Of kills of one instance, and as many of both. */
    private static final int MOMENTS = 10;

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(120);

    /** From a reading to the verdict of its window, and a little more. */
    private static final int LONGEST_PAUSE_MS = 2500;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ValidatorProcess> instances = new ArrayList<>();

    /** Labels of alerts, each with the state that Alertmanager was told: {@code firing} or {@code resolved}. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private HttpServer recorder;

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        instances.forEach(ValidatorProcess::close);
        if (recorder != null) {
            recorder.stop(0);
        }
    }

    @Test
    void shouldFindTheSameWhenInstancesAreKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Boolean> kills = new ArrayList<>(Collections.nCopies(MOMENTS, true));
        kills.addAll(Collections.nCopies(MOMENTS, false));
        Collections.shuffle(kills, random);
        TopicNames topics = new TopicNames(PREFIX);
        FaultyRun run = new FaultyRun(
                new RunId("killed01"),
                kills.size() + 1,
                SharedPipeline.prepared(new TopicNames(PREFIX + "clean-"), PARTITIONS),
                PARTITIONS);
        Connections connections = SharedPipeline.prepared(topics, PARTITIONS);
        Findings calm = undisturbed(run);

        try (Alertmanager alertmanager = Alertmanager.start(folder, "http://127.0.0.1:9/nobody")) {
            startRecorder(alertmanager);
            RawTopic.send(connections, run.roster(topics));
            for (int instance = 0; instance < 2; instance++) {
                instances.add(ValidatorProcess.start(
                        folder.resolve("instance-" + instance),
                        PREFIX,
                        SmallRun.addresses(),
                        "--grace",
                        Long.toString(GRACE.toSeconds()),
                        "--alertmanager-url",
                        "http://127.0.0.1:" + recorder.getAddress().getPort(),
                        "--command-property",
                        "num.standby.replicas=1"));
            }
            instances.forEach(ValidatorProcess::awaitReady);
            List<List<ProducerRecord<byte[], byte[]>>> hours = run.hours(topics);
            int sent = 0;
            for (int kill = 0; kill < kills.size(); kill++) {
                int hour = kill * FaultyRun.HOURS + random.nextInt(FaultyRun.HOURS);
                send(connections, hours.subList(sent, hour));
                Deadline.pause(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MS)));
                List<ValidatorProcess> victims =
                        kills.get(kill) ? instances : List.of(instances.get(random.nextInt(2)));
                victims.forEach(victim -> victim.process().kill());
                sent = (kill + 1) * FaultyRun.HOURS;
                send(connections, hours.subList(hour, sent));
                for (ValidatorProcess victim : victims) {
                    victim.process().start();
                }
                victims.forEach(ValidatorProcess::awaitReady);
            }
            send(connections, hours.subList(sent, hours.size()));

            String what = "seed %s, kills of both %s".formatted(seed, kills);
            await(what).atMost(LONGEST).untilAsserted(() -> assertThat(
                            Findings.read(connections).lines())
                    .as(what)
                    .containsExactlyInAnyOrderElementsOf(calm.lines()));
            await(what).atMost(LONGEST).untilAsserted(() -> assertThat(alertmanager.labels())
                    .as(what)
                    .isEqualTo(calm.firing()));
            assertThat(told).as(what).containsAll(calm.mustBeTold());
        }
    }

    private Findings undisturbed(FaultyRun run) throws Exception {
        Connections connections =
                SharedPipeline.prepared(new TopicNames(run.id().text() + "-calm-"), PARTITIONS);
        List<List<ProducerRecord<byte[], byte[]>>> hours = run.hours(connections.topics());
        List<Throwable> failures = new ArrayList<>();
        try (TelemetryValidator validator = Validators.create(
                connections, ValidatorSettings.of(folder.resolve("calm"), GRACE), Map.of(), failures::add)) {
            RawTopic.send(connections, run.roster(connections.topics()));
            Validators.start(validator);
            send(connections, hours);
            await().atMost(LONGEST)
                    .until(() -> Findings.read(connections).verdicts() == hours.size() / FaultyRun.HOURS);
        }
        assertThat(failures).isEmpty();
        return Findings.read(connections);
    }

    /** An hour is a transaction, so that no watermark comes before its readings. */
    private static void send(Connections connections, List<List<ProducerRecord<byte[], byte[]>>> hours) {
        RawTopic.sendInTransactions(connections, connections.topics().prefix() + "faulty", hours);
    }

    private void startRecorder(Alertmanager alertmanager) throws IOException {
        recorder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        recorder.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(forward(exchange, alertmanager), -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        recorder.start();
    }

    /** Alertmanager's status. */
    private int forward(HttpExchange exchange, Alertmanager alertmanager) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = client.send(
                        HttpRequest.newBuilder(URI.create(alertmanager.url() + exchange.getRequestURI()))
                                .header("Content-Type", "application/json")
                                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status == 200) {
            for (JsonNode alert : new ObjectMapper().readTree(body)) {
                boolean firing = Instant.parse(alert.get("endsAt").asText()).isAfter(Instant.now());
                told.add(Alertmanager.labels(alert.get("labels")) + (firing ? " firing" : " resolved"));
            }
        }
        return status;
    }
}
