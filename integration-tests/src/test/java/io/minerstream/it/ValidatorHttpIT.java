package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.avro.Watermark;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.VerdictReader;
import io.minerstream.validator.query.MinerQuery;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances over HTTP, with TLS and a token: one run that passes, then a reading that comes too late and a record that is no
 * reading.
 */
@ExtendWith(SharedPipeline.class)
@TestInstance(Lifecycle.PER_CLASS)
class ValidatorHttpIT {

    private static final TopicNames TOPICS = new TopicNames("http-");
    private static final int SITE = 8;
    private static final TimeRange RANGE =
            TimeRange.hourly(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));
    private static final RunId OPEN_RUN = new RunId("http0002");
    private static final int OPEN_HOURS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path RULES = Path.of("../docker/prometheus/minerstream.rules.yml");
    private static final Path DASHBOARD = Path.of("../docker/grafana/minerstream-validator.json");
    private static final Pattern METRIC = Pattern.compile("\\b(minerstream|kafka|jvm|process)_[a-z0-9_]+");

    private final Fleet fleet = new SyntheticFleet(60, SITE, 42).load();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<ServedValidator> instances = new ArrayList<>();
    private Connections connections;
    private TestCertificates certificates;
    private OpenApi description;
    private int lateMiner;

    @TempDir
    private static Path folder;

    @BeforeAll
    void start() throws Exception {
        connections = Connections.embedded(SharedPipeline.endpoints(), TOPICS);
        Preparation.ofAll(connections, new TopicSettings(6, (short) 1), null).prepare();
        certificates = TestCertificates.create(folder, "http");
        instances.add(start(certificates.keystoreSettings()));
        Path pem = folder.resolve("server.pem");
        Files.writeString(pem, certificates.keyPem() + Files.readString(certificates.certificatePem()));
        instances.add(start(Map.of("ssl.keystore.location", pem.toString(), "ssl.keystore.type", "PEM")));
        await("both instances have partitions").atMost(PATIENCE).until(() -> owners().size() == 2);
        description = new OpenApi(instances.get(0).get("/openapi.json").body());
        publish();
    }

    private ServedValidator start(Map<String, String> keystore) throws Exception {
        return ServedValidator.start(
                connections, Files.createTempDirectory(folder, "state"), certificates, keystore, failure::set);
    }

    private Set<String> owners() {
        MinerQuery query = new MinerQuery(instances.get(0).validator().streams());
        return IntStream.range(0, fleet.size())
                .mapToObj(i -> query.owner(fleet.minerId(i)).activeHost().toString())
                .collect(Collectors.toSet());
    }

    private void publish() throws Exception {
        RunSpec spec =
                new RunSpec(new RunId("http0001"), SITE, RANGE, 42, SignalProfile.named("reference"), 10_000, true);
        new TelemetryPublisher(connections.kafkaProperties(), TOPICS, Clock.systemUTC())
                .publish(fleet, spec, RunListener.NONE);
        new VerdictReader(TOPICS, connections.kafkaProperties(), connections.kafkaProperties())
                .await(spec.id(), 1, PATIENCE, (found, waited) -> {});
        ConsumerRecord<byte[], byte[]> reading =
                RawTopic.read(connections, TOPICS.telemetry()).get(0);
        lateMiner = ByteBuffer.wrap(reading.key()).getInt();
        RawTopic.send(
                connections,
                List.of(
                        copy(reading, reading.value(), reading.headers()),
                        new ProducerRecord<>(TOPICS.telemetry(), 0, reading.key(), new byte[] {1, 2, 3})));
        repeatHalfOfTheRun();
        await("the alerts are there").atMost(PATIENCE).until(() -> alerts() == 2);
    }

    /**
     * Its window stays open: the watermarks of its second half do not come. One reading is missing, and that which came late is
     * there twice. The readings that come in time resolve the alert on that which came late.
     */
    private void repeatHalfOfTheRun() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Instant half = RANGE.at(OPEN_HOURS);
        Headers header = new RecordHeaders()
                .add(RunHeader.NAME, RunHeader.hourly(OPEN_RUN).bytes());
        for (ConsumerRecord<byte[], byte[]> reading : RawTopic.read(connections, TOPICS.telemetry())) {
            boolean isLeftOut = ByteBuffer.wrap(reading.key()).getInt() == lateMiner
                    && reading.timestamp() == RANGE.at(3).toEpochMilli();
            if (reading.timestamp() < half.toEpochMilli() && reading.value().length > 3 && !isLeftOut) {
                records.add(copy(reading, reading.value(), header));
            }
        }
        try (Serde<Watermark> serde = AvroRecordSerde.of(Watermark.class, connections.kafkaProperties())) {
            for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(connections, TOPICS.watermarks())) {
                Watermark watermark = serde.deserializer().deserialize(record.topic(), record.value());
                if (watermark.getClosed().isBefore(half)) {
                    watermark.setRunId(OPEN_RUN.text());
                    records.add(
                            copy(record, serde.serializer().serialize(record.topic(), watermark), record.headers()));
                }
            }
        }
        RawTopic.send(connections, records);
    }

    private static ProducerRecord<byte[], byte[]> copy(
            ConsumerRecord<byte[], byte[]> record, byte[] value, Headers headers) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.timestamp(), record.key(), value, headers);
    }

    private int alerts() throws Exception {
        return new ObjectMapper()
                .readTree(instances.get(0).get("/api/alerts").body())
                .path("total")
                .asInt();
    }

    @AfterAll
    void stop() {
        instances.forEach(ServedValidator::close);
        assertThat(failure.get()).isNull();
    }

    private JsonNode ok(ServedValidator instance, String described, String path) throws Exception {
        HttpResponse<String> answer = instance.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return description.checked(described, answer);
    }

    @Test
    void shouldAnswerAsDescribed() throws Exception {
        for (ServedValidator instance : instances) {
            assertThat(ok(instance, "/health/live", "/health/live")
                            .path("healthy")
                            .asBoolean())
                    .isTrue();
            assertThat(ok(instance, "/health/ready", "/health/ready")
                            .path("state")
                            .asText())
                    .isEqualTo("RUNNING");
            JsonNode verdicts = ok(instance, "/api/verdicts", "/api/verdicts?site=" + SITE);
            assertThat(verdicts.path("total").asInt()).isOne();
            JsonNode verdict = verdicts.path("items").path(0);
            assertThat(verdict.path("passed").asBoolean()).isTrue();
            assertThat(verdict.path("receivedRecords").asInt()).isEqualTo(60 * 24);
            assertThat(verdict.path("from").asText()).isEqualTo("2026-03-01T00:00:00Z");
            assertThat(ok(instance, "/api/verdicts", "/api/verdicts?site=9")
                            .path("total")
                            .asInt())
                    .isZero();
            JsonNode firing = ok(instance, "/api/alerts", "/api/alerts?state=firing&rule=DUPLICATE&miner=" + lateMiner);
            assertThat(firing.path("items").path(0).path("fingerprint").asText())
                    .isEqualTo("duplicate/miner/" + lateMiner);
            JsonNode resolved = ok(instance, "/api/alerts", "/api/alerts?state=resolved&site=" + SITE);
            assertThat(resolved.path("items").path(0).path("fingerprint").asText())
                    .isEqualTo("late/miner/" + lateMiner);
            JsonNode site = ok(instance, "/api/sites/{id}", "/api/sites/" + SITE);
            assertThat(site.path("verdict")).isEqualTo(verdict);
            assertThat(site.path("alerts").path("byRule").path("DUPLICATE").asInt())
                    .isOne();
            ok(instance, "/api/sites/{id}/coverage", "/api/sites/" + SITE + "/coverage");
        }
    }

    @Test
    void shouldDescribeErrors() throws Exception {
        ServedValidator instance = instances.get(0);
        for (Map.Entry<String, Integer> error :
                Map.of("/api/miners/2000000000", 404, "/api/miners/x", 400).entrySet()) {
            HttpResponse<String> answer = instance.get(error.getKey());
            assertThat(answer.statusCode()).isEqualTo(error.getValue());
            description.checked("/api/miners/{id}", answer);
        }
        HttpResponse<String> absent = instance.get("/api/sites/9");
        assertThat(absent.statusCode()).isEqualTo(404);
        description.checked("/api/sites/{id}", absent);
        HttpResponse<String> refused = instance.get("/api/alerts", "Bearer wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        description.checked("/api/alerts", refused);
        HttpResponse<String> wrong = instance.get("/api/verdicts?site=x");
        assertThat(wrong.statusCode()).isEqualTo(400);
        description.checked("/api/verdicts", wrong);
    }

    @Test
    void shouldAnswerAboutEveryMinerWhicheverInstanceHasIt() throws Exception {
        assertThat(owners()).hasSize(2);
        for (int i = 0; i < fleet.size(); i++) {
            int minerId = fleet.minerId(i);
            JsonNode first = ok(instances.get(0), "/api/miners/{id}", "/api/miners/" + minerId);
            JsonNode second = ok(instances.get(1), "/api/miners/{id}", "/api/miners/" + minerId);

            assertThat(first.path("miner")).isEqualTo(second.path("miner"));
            assertThat(first.path("miner").path("minerId").asInt()).isEqualTo(minerId);
            assertThat(first.path("miner").path("siteId").asInt()).isEqualTo(SITE);
            assertThat(first.path("miner").path("status").asText()).isEqualTo(fleet.statusText(i));
            assertThat(first.path("alerts").findValuesAsText("fingerprint"))
                    .containsExactlyInAnyOrderElementsOf(
                            minerId == lateMiner ? List.of("duplicate/miner/" + minerId) : List.of());
        }
    }

    @Test
    void shouldSayWhenToTryAgainWhilePartitionsMove() throws Exception {
        try (ServedValidator third = start(certificates.keystoreSettings())) {
            await("a third instance has partitions").atMost(PATIENCE).until(() -> owners().size() == 3);
            await("it is ready")
                    .atMost(PATIENCE)
                    .until(() -> third.get("/health/ready").statusCode() == 200);
        }
        for (ServedValidator instance : instances) {
            for (int i = 0; i < fleet.size(); i++) {
                String path = "/api/miners/" + fleet.minerId(i);
                await(path).atMost(PATIENCE).until(() -> isAnsweredOrPutOff(instance.get(path)));
            }
        }
        assertThat(owners()).hasSize(2);
    }

    private boolean isAnsweredOrPutOff(HttpResponse<String> answer) throws Exception {
        description.checked("/api/miners/{id}", answer);
        assertThat(answer.statusCode()).isIn(200, 503);
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(answer.statusCode() == 503);
        return answer.statusCode() == 200;
    }

    @Test
    void shouldCountTheReadingsOfEachHourOverAllInstances() throws Exception {
        for (ServedValidator instance : instances) {
            await("all of the open run is committed").atMost(PATIENCE).untilAsserted(() -> {
                JsonNode coverage =
                        ok(instance, "/api/sites/{id}", "/api/sites/" + SITE).path("coverage");
                assertThat(coverage).hasSize(OPEN_HOURS).allSatisfy(hour -> {
                    boolean complete = !hour.path("hour").asText().equals("2026-03-01T03:00:00Z");
                    assertThat(hour.path("runId").asText()).isEqualTo(OPEN_RUN.text());
                    assertThat(hour.path("expected").asInt()).isEqualTo(60);
                    assertThat(hour.path("received").asInt()).isEqualTo(complete ? 60 : 59);
                });
            });
            assertThat(ok(instance, "/api/sites/{id}/coverage", "/api/sites/" + SITE + "/coverage")
                            .path("hours")
                            .path(0)
                            .path("expected")
                            .asInt())
                    .isBetween(1, 59);
        }
    }

    @Test
    void shouldServeMetricsThatPrometheusScrapes() throws Exception {
        assumeTrue(ScrapingPrometheus.isInstalled());
        String metrics = instances.get(0).get("/metrics").body();
        ScrapingPrometheus.promtool(metrics, "check", "metrics");
        ScrapingPrometheus.promtool("", "check", "rules", RULES.toString());
        ScrapingPrometheus.promtool("", "check", "config", "../docker/prometheus/prometheus.yml");
        Path token = Files.writeString(folder.resolve("token"), ServedValidator.TOKEN);
        String targets = instances.stream()
                .map(instance -> "\"" + instance.http().url().replace("https://", "") + "\"")
                .collect(Collectors.joining(", "));
        try (ScrapingPrometheus prometheus = ScrapingPrometheus.start(
                        folder,
                        """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: minerstream-validator
                    scheme: https
                    authorization: {credentials_file: "%s"}
                    tls_config: {ca_file: "%s"}
                    static_configs: [{targets: [%s]}]
                """
                                .formatted(RULES.toRealPath(), token, certificates.certificatePem(), targets))
                .ready()) {
            await("both targets are up")
                    .atMost(PATIENCE)
                    .until(() -> prometheus
                                    .query("up{job=\"minerstream-validator\"} == 1")
                                    .size()
                            == 2);
            await("scrapes have it all").atMost(PATIENCE).untilAsserted(() -> requireMetrics(prometheus));
            JsonNode rules = prometheus.get("rules").path("groups").path(0).path("rules");
            assertThat(rules)
                    .hasSize(7)
                    .allSatisfy(rule -> assertThat(rule.path("health").asText()).isIn("ok", "unknown"));
        }
    }

    private static void requireMetrics(ScrapingPrometheus prometheus) throws Exception {
        assertThat(prometheus.query("minerstream_validator_ready == 1").size()).isEqualTo(2);
        assertThat(value(prometheus, "sum(minerstream_verdicts_total{result=\"passed\"})"))
                .isEqualTo("1");
        assertThat(value(prometheus, "sum(minerstream_violations_total{rule=\"late\"})"))
                .isEqualTo("1");
        assertThat(value(prometheus, "sum(minerstream_quarantined_records_total)"))
                .isEqualTo("1");
        assertThat(value(prometheus, "sum(minerstream_records_total{input=\"readings\"})"))
                .isEqualTo(Integer.toString(60 * 24 + 2 + 60 * OPEN_HOURS));
        assertThat(value(prometheus, "sum(minerstream_lag_records)")).isEqualTo("0");
        assertThat(value(prometheus, "max(minerstream_watermark_timestamp_seconds)"))
                .isEqualTo(Long.toString(RANGE.at(23).getEpochSecond()));
        assertThat(value(prometheus, "sum(max by (state, severity) (minerstream_alerts{state=\"firing\"}))"))
                .isEqualTo("1");
    }

    private static String value(ScrapingPrometheus prometheus, String expression) throws Exception {
        return prometheus.query(expression).path(0).path("value").path(1).asText();
    }

    @Test
    void shouldHaveEveryMetricOfTheRulesOfTheDashboardAndOfThePage() throws Exception {
        Set<String> served = names(instances.get(0).get("/metrics").body());
        List<String> expressions =
                new ArrayList<>(new ObjectMapper().readTree(DASHBOARD.toFile()).findValuesAsText("expr"));
        assertThat(expressions).hasSizeGreaterThan(10);
        Files.readAllLines(RULES).stream()
                .filter(line -> line.contains("expr:"))
                .forEach(expressions::add);

        assertThat(served).containsAll(names(String.join("\n", expressions)));
        assertThat(Files.readString(Path.of("../docs/http.md")))
                .contains(served.stream()
                        .filter(name -> name.startsWith("minerstream_"))
                        .map(name -> "| `" + name + "` |")
                        .toList());
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
