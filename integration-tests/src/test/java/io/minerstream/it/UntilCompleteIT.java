package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code validate --until-complete} ends with the verdict. */
@ExtendWith(SharedPipeline.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UntilCompleteIT {

    private static final TopicNames CLEAN = new TopicNames("until-");
    private static final TimeRange RANGE =
            TimeRange.hourly(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));
    private static final String RUN = "until001";

    private final Fleet fleet = new SyntheticFleet(20, 8, 42).load();
    private final int robbed = fleet.minerId(IntStream.range(0, fleet.size())
            .filter(i -> fleet.status(i) == MinerStatus.ACTIVE)
            .findFirst()
            .orElseThrow());
    private Connections clean;

    @TempDir
    private Path folder;

    private void publish() {
        if (clean == null) {
            clean = SharedPipeline.prepared(CLEAN, 3);
            RunSpec spec = new RunSpec(
                    new RunId(RUN), fleet.siteId(), RANGE, 42, SignalProfile.named("reference"), 10_000, true);
            new TelemetryPublisher(clean.kafkaProperties(), CLEAN, Clock.systemUTC())
                    .publish(fleet, spec, RunListener.NONE);
        }
    }

    @Test
    void shouldPassAGoodRun() {
        publish();

        Cli result = validate(CLEAN, "--run", RUN, "--lang", "zh");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().limit(4))
                .containsExactly(
                        "站点8的遥测数据：20台矿机，应有480条记录，实有480条，时间从2026-03-01T00:00:00Z到2026-03-02T00:00:00Z",
                        "✅ PASS：所有矿机都有24条记录",
                        "✅ PASS：所有记录的时间间隔都是1小时",
                        "✅ PASS：各状态指标范围正常");
    }

    @Test
    void shouldFailAndNameTheMinerOfAReadingThatWasWithheld() throws Exception {
        publish();
        TopicNames topics = new TopicNames("until-withheld-");
        Connections target = SharedPipeline.prepared(topics, 3);
        copy(target, CLEAN.runs(), topics.runs(), record -> true);
        copy(target, CLEAN.miners(), topics.miners(), record -> true);
        copy(target, CLEAN.watermarks(), topics.watermarks(), record -> true);
        copy(target, CLEAN.telemetry(), topics.telemetry(), record -> !isWithheld(record));

        Cli result = validate(topics, "--run", RUN);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isOne();
        assertThat(result.out().lines().limit(6))
                .containsExactly(
                        "Telemetry of site 8: 20 miners, 479 of 480 records from 2026-03-01T00:00:00Z to 2026-03-02T00:00:00Z",
                        "❌ FAIL: 1 miners do not have 24 records",
                        "   COUNT: miner %s: must have 24 records in 2026-03-01T00:00:00Z/2026-03-02T00:00:00Z, got 23; missing 2026-03-01T05:00:00Z"
                                .formatted(robbed),
                        "❌ FAIL: records are not 1 h apart: GAP 1 miners",
                        "   GAP: miner %s: records must be 1 h apart, got 2 h between 2026-03-01T04:00:00Z and 2026-03-01T06:00:00Z"
                                .formatted(robbed),
                        "✅ PASS: the metrics of each status are in their normal range");
    }

    @Test
    void shouldPassADayOfReadingsThatNameNoRun() throws Exception {
        publish();
        TopicNames topics = new TopicNames("until-foreign-");
        Connections target = SharedPipeline.prepared(topics, 3);
        copy(target, CLEAN.miners(), topics.miners(), record -> true);
        copy(target, CLEAN.telemetry(), topics.telemetry(), record -> true);

        Cli result = validate(
                topics,
                "--site-id",
                "8",
                "--from",
                "2026-03-01T06:00:00Z",
                "--to",
                "2026-03-02",
                "--idle",
                "1s",
                "--output",
                "json");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.json().path("runId").asText()).isEqualTo("event-time");
        assertThat(result.json().path("from").asText()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(result.json().path("intervalSeconds").asInt()).isEqualTo(3600);
        assertThat(result.json().path("verdicts")).singleElement().satisfies(verdict -> assertThat(
                        verdict.path("receivedRecords").asInt())
                .isEqualTo(480));
    }

    @Test
    void shouldNameARunThatIsNotKnown() {
        publish();

        Cli result = validate(CLEAN, "--run", "until999");

        assertThat(result.exitCode()).isOne();
        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "minerstream validate: --run: must be a known run, got until999; `minerstream runs list` lists all runs");
    }

    private Cli validate(TopicNames topics, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "validate",
                "--until-complete",
                "--topic-prefix",
                topics.prefix(),
                "--state-dir",
                folder.resolve(topics.prefix() + "state").toString(),
                "--grace",
                "2"));
        arguments.addAll(List.of(more));
        arguments.addAll(SmallRun.addresses());
        return Cli.run(arguments.toArray(String[]::new));
    }

    private boolean isWithheld(ConsumerRecord<byte[], byte[]> record) {
        return ByteBuffer.wrap(record.key()).getInt() == robbed
                && record.timestamp() == RANGE.at(5).toEpochMilli();
    }

    /** Without watermarks, the copy of a reading loses the header that names its run. */
    private void copy(Connections target, String from, String to, Predicate<ConsumerRecord<byte[], byte[]>> wanted)
            throws Exception {
        boolean foreign = to.startsWith("until-foreign-");
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(clean, from)) {
            if (wanted.test(record)) {
                Headers headers = foreign ? new RecordHeaders() : record.headers();
                records.add(new ProducerRecord<>(
                        to, record.partition(), record.timestamp(), record.key(), record.value(), headers));
            }
        }
        RawTopic.send(target, records);
    }
}
