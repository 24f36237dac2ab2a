package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.delivery.AlertDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of the topic reach a real Alertmanager and a webhook, whichever side is restarted. */
@ExtendWith(SharedPipeline.class)
class AlertDeliveryIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Instant STARTED = Instant.now().minusSeconds(7200).truncatedTo(ChronoUnit.SECONDS);

    /** What the webhook, or Alertmanager's receiver, was told. */
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();

    private HttpServer receiver;

    @TempDir
    private Path folder;

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                told.add(new ObjectMapper().readTree(exchange.getRequestBody()));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void stopReceiver() {
        receiver.stop(0);
    }

    @Test
    void shouldFireBeGroupedBeSilencedAndResolve() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("grouped-"), 3);
        try (Alertmanager alertmanager = Alertmanager.start(folder, receiverUrl());
                AlertDelivery delivery = deliver(connections, Map.of("alertmanager.url", alertmanager.url()))) {
            write(connections, firing(5, 17), firing(5, 18), firing(7, 90));
            eventually(() ->
                    assertThat(alertmanager.groups()).isEqualTo(Map.of("5", List.of("17", "18"), "7", List.of("90"))));
            eventually(() -> assertThat(notified("firing")).contains("17", "18", "90"));
            alertmanager.silence(18);
            eventually(() -> assertThat(alertmanager.alerts()).containsEntry("18", "suppressed"));
            write(connections, resolved(5, 17));
            eventually(() -> assertThat(alertmanager.alerts()).isEqualTo(Map.of("18", "suppressed", "90", "active")));
            eventually(() -> assertThat(notified("resolved")).containsExactly("17"));
            assertThat(delivery.targets()).singleElement().satisfies(target -> assertThat(target.failed())
                    .isZero());
        }
    }

    @Test
    void shouldFillAnAlertmanagerThatWasKilled() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("filled-"), 3);
        try (Alertmanager alertmanager = Alertmanager.start(folder, receiverUrl());
                AlertDelivery delivery = deliver(
                        connections,
                        Map.of("alertmanager.url", alertmanager.url(), "alertmanager.resend.interval.ms", "1000"))) {
            write(connections, firing(5, 17), firing(5, 18));
            eventually(() -> assertThat(alertmanager.alerts()).containsOnlyKeys("17", "18"));
            alertmanager.kill();
            write(connections, resolved(5, 18), firing(5, 19));
            await().atMost(LONGEST).until(() -> delivery.targets().get(0).failed() > 0);
            alertmanager.start();
            eventually(() -> assertThat(alertmanager.alerts()).containsOnlyKeys("17", "19"));
        }
    }

    @Test
    void shouldLoseNoResolutionAndFireNothingTwiceOverARestart() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("restarted-"), 3);
        try (Alertmanager alertmanager = Alertmanager.start(folder, receiverUrl() + "/notified")) {
            Map<String, String> targets =
                    Map.of("alertmanager.url", alertmanager.url(), "webhook.url", receiverUrl() + "/secret");
            try (AlertDelivery delivery = deliver(connections, targets)) {
                write(connections, firing(5, 17), firing(5, 18));
                eventually(() -> assertThat(webhook()).containsExactlyInAnyOrder("17 FIRING", "18 FIRING"));
                eventually(() -> assertThat(alertmanager.alerts()).containsOnlyKeys("17", "18"));
                await().atMost(LONGEST)
                        .until(() -> delivery.targets().stream().allMatch(target -> target.pending() == 0));
            }
            write(connections, resolved(5, 17));
            assertThat(alertmanager.alerts()).containsOnlyKeys("17", "18");
            try (AlertDelivery delivery = deliver(connections, targets)) {
                eventually(() -> assertThat(webhook()).hasSize(3).contains("17 RESOLVED"));
                eventually(() -> assertThat(alertmanager.alerts()).containsOnlyKeys("18"));
                // Another change, so that all that was to come has come.
                write(connections, firing(5, 19));
                eventually(() -> assertThat(webhook())
                        .containsExactlyInAnyOrder("17 FIRING", "18 FIRING", "17 RESOLVED", "19 FIRING"));
                assertThat(delivery.targets())
                        .allSatisfy(target -> assertThat(target.failed()).isZero());
            }
        }
    }

    @Test
    void shouldShareTheWorkAndTakeItOver() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("shared-"), 3);
        Map<String, String> targets = Map.of("webhook.url", receiverUrl());
        try (AlertDelivery second = deliver(connections, targets)) {
            try (AlertDelivery first = deliver(connections, targets)) {
                for (int miner = 1; miner <= 40; miner++) {
                    write(connections, firing(5, miner));
                }
                eventually(() -> assertThat(webhook()).hasSize(40));
                assertThat(first.targets()).hasSize(1);
            }
            assertThat(second.targets()).hasSize(1);
            write(connections, resolved(5, 1), resolved(5, 2), resolved(5, 3), resolved(5, 4));
            eventually(() -> assertThat(webhook())
                    .hasSize(44)
                    .doesNotHaveDuplicates()
                    .contains("1 RESOLVED", "2 RESOLVED", "3 RESOLVED", "4 RESOLVED"));
        }
    }

    @Test
    void shouldListAlertsOfTheTopic() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("listed-"), 3);
        write(connections, firing(5, 17), firing(5, 18), firing(7, 90), resolved(5, 17));

        Cli all = Cli.onSharedPipeline("alerts", "--topic-prefix", "listed-", "--output", "json");
        assertThat(all.exitCode()).as(all.err()).isEqualTo(ExitCode.DONE);
        assertThat(all.json().get("alerts")).hasSize(3);
        Cli firing = Cli.onSharedPipeline(
                "alerts", "--topic-prefix", "listed-", "--state", "firing", "--site-id", "5", "--rule", "range");
        assertThat(firing.out().lines().skip(1)).singleElement().satisfies(line -> assertThat(line)
                .matches(".*Z  firing  critical  RANGE  5 +18 .*hashrate of miner 18 is out of range"));
        Cli chinese = Cli.onSharedPipeline("alerts", "--topic-prefix", "listed-", "--rule", "GAP", "--lang", "zh");
        assertThat(chinese.out().strip()).isEqualTo("没有告警。");
    }

    @Test
    void shouldPrintEachChangeUntilItIsStopped() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("watched-"), 3);
        write(connections, firing(5, 17), firing(7, 90));
        Path lines = folder.resolve("watch.out");
        List<String> command = Cli.java(folder);
        command.addAll(List.of("alerts", "--watch", "--site-id", "5", "--topic-prefix", "watched-"));
        command.addAll(SharedPipeline.options());
        Process watch = new ProcessBuilder(command)
                .redirectOutput(lines.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            eventually(
                    () -> assertThat(Files.readAllLines(lines)).singleElement().satisfies(line -> assertThat(line)
                            .contains("  firing  critical  RANGE  5  17  ")));
            write(connections, resolved(7, 90), resolved(5, 17));
            eventually(() -> assertThat(Files.readAllLines(lines))
                    .hasSize(2)
                    .last()
                    .satisfies(line -> assertThat(line).contains("  resolved  critical  RANGE  5  17  ")));
            watch.destroy();
            assertThat(watch.waitFor(20, TimeUnit.SECONDS))
                    .as("ends when asked")
                    .isTrue();
        } finally {
            watch.destroyForcibly();
        }
    }

    private static AlertDelivery deliver(Connections connections, Map<String, String> targets) {
        return AlertDelivery.start(Validators.delivery(connections, targets), Clock.systemUTC());
    }

    private String receiverUrl() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(LONGEST).untilAsserted(assertion);
    }

    /** Miners of the alerts that Alertmanager notified as in this state. */
    private List<String> notified(String status) {
        return told.stream()
                .filter(message -> message.has("groupKey"))
                .flatMap(message -> stream(message.get("alerts")))
                .filter(alert -> alert.get("status").asText().equals(status))
                .map(alert -> alert.at("/labels/miner").asText())
                .distinct()
                .toList();
    }

    /** Miner and state of the alerts that came to the webhook. */
    private List<String> webhook() {
        return told.stream()
                .filter(message -> message.has("version") && !message.has("groupKey"))
                .flatMap(message -> stream(message.get("alerts")))
                .map(alert ->
                        alert.get("minerId").asText() + " " + alert.get("state").asText())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static TelemetryAlert firing(int site, int miner) {
        return alert(site, miner).setState(AlertState.FIRING).build();
    }

    private static TelemetryAlert resolved(int site, int miner) {
        return alert(site, miner)
                .setState(AlertState.RESOLVED)
                .setResolvedAt(STARTED.plusSeconds(3600))
                .build();
    }

    private static TelemetryAlert.Builder alert(int site, int miner) {
        return TelemetryAlert.newBuilder()
                .setFingerprint("range/hashrate/miner/" + miner)
                .setRule(Rule.RANGE)
                .setMetric("hashrate")
                .setSeverity(Severity.CRITICAL)
                .setSiteId(site)
                .setMinerId(miner)
                .setMessage("hashrate of miner " + miner + " is out of range")
                .setStartsAt(STARTED)
                .setRaisedAt(STARTED.plusSeconds(miner));
    }

    private static void write(Connections connections, TelemetryAlert... alerts) throws Exception {
        String topic = connections.topics().alerts();
        try (Serde<TelemetryAlert> serde = AvroRecordSerde.of(TelemetryAlert.class, connections.kafkaProperties())) {
            RawTopic.send(
                    connections,
                    List.of(alerts).stream()
                            .map(alert -> new ProducerRecord<>(
                                    topic,
                                    alert.getFingerprint().getBytes(StandardCharsets.UTF_8),
                                    serde.serializer().serialize(topic, alert)))
                            .toList());
        }
    }
}
