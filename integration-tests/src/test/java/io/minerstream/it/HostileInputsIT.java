package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.roster.RosterPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.VerdictReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each input is full of records that no producer should send. Each of them is in the quarantine, and all records are accounted for. */
@ExtendWith(SharedPipeline.class)
class HostileInputsIT {

    private static final TimeRange RANGE =
            TimeRange.hourly(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));
    private static final RunId RUN = new RunId("hostile9");
    private static final int WRONG = 100;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Fleet fleet = new SyntheticFleet(20, 8, 42).load();

    @TempDir
    private Path folder;

    @Test
    void shouldAccountForEachOfAThousandHostileRecordsOnEachInput() throws Exception {
        sendHostileRecords(1_000);
    }

    @Tag("long")
    @Test
    void shouldAccountForEachOfTenThousandHostileRecordsOnEachInput() throws Exception {
        sendHostileRecords(10_000);
    }

    /** @param each hostile records of each input */
    private void sendHostileRecords(int each) throws Exception {
        String prefix = "hostile" + each + "-";
        TopicNames topics = new TopicNames(prefix);
        Connections connections = Connections.embedded(SharedPipeline.endpoints(), topics);
        Preparation.ofAll(connections, new TopicSettings(1, (short) 1), null).prepare();
        new RosterPublisher(connections.kafkaProperties(), topics).publish(fleet, RANGE.from());
        long seed = System.nanoTime();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (HostileInputs hostile = new HostileInputs(connections, fleet.minerId(0), RANGE, seed)) {
            IntStream.range(0, each).mapToObj(hostile::rosterEntry).forEach(records::add);
            IntStream.range(0, each).mapToObj(hostile::watermark).forEach(records::add);
            IntStream.range(0, each).mapToObj(hostile::reading).forEach(records::add);
            IntStream.range(0, WRONG).mapToObj(i -> hostile.wrong(RUN, i % 24)).forEach(records::add);
        }
        try (ValidatorProcess validator =
                ValidatorProcess.start(folder, prefix, SmallRun.addresses(), "--grace", "2")) {
            validator.awaitReady();
            RawTopic.send(connections, records);
            WindowVerdict verdict = judge(connections);

            String what = "seed " + seed;
            assertThat(verdict.getReceivedRecords()).as(what).isEqualTo(20 * 24 + WRONG);
            List<String> expected = Stream.of(topics.telemetry(), topics.miners(), topics.watermarks())
                    .flatMap(topic -> RawTopic.read(connections, topic).stream())
                    .filter(record -> record.headers().lastHeader(HostileInputs.MARK) != null)
                    .map(record -> "%s-%s at %s".formatted(record.topic(), record.partition(), record.offset()))
                    .toList();
            assertThat(expected).hasSize(3 * each);
            List<ConsumerRecord<byte[], byte[]>> quarantine = RawTopic.read(connections, topics.quarantine());
            assertThat(quarantine)
                    .as(what)
                    .allSatisfy(record -> assertThat(error(record, "message")).isNotBlank())
                    .extracting(record -> "%s-%s at %s"
                            .formatted(error(record, "topic"), error(record, "partition"), error(record, "offset")))
                    .containsExactlyInAnyOrderElementsOf(expected);
            await(what).atMost(LONGEST).untilAsserted(() -> {
                String metrics = validator.get("/metrics").body();
                assertThat(metric(metrics, "minerstream_records_total{input=\"readings\"}"))
                        .isEqualTo(each + WRONG + 20 * 24);
                assertThat(metric(metrics, "minerstream_records_total{input=\"roster\"}"))
                        .isEqualTo(RawTopic.read(connections, topics.miners()).size());
                assertThat(metric(metrics, "minerstream_records_total{input=\"watermarks\"}"))
                        .isEqualTo(each + 24);
                assertThat(metric(metrics, "minerstream_quarantined_records_total"))
                        .isEqualTo(3 * each);
            });
        }
    }

    private WindowVerdict judge(Connections connections) throws Exception {
        RunSpec spec = new RunSpec(RUN, fleet.siteId(), RANGE, 42, SignalProfile.named("reference"), 10_000, true);
        new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), Clock.systemUTC())
                .publish(fleet, spec, RunListener.NONE);
        return new VerdictReader(connections.topics(), connections.kafkaProperties(), connections.kafkaProperties())
                .await(RUN, 1, LONGEST, (found, waited) -> {})
                .get(0);
    }

    private static String error(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(
                record.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
    }

    private static int metric(String metrics, String name) {
        Matcher line = Pattern.compile("^" + Pattern.quote(name) + " ([0-9.E]+)$", Pattern.MULTILINE)
                .matcher(metrics);
        assertThat(line.find()).as(name + " in " + metrics).isTrue();
        return (int) Double.parseDouble(line.group(1));
    }
}
