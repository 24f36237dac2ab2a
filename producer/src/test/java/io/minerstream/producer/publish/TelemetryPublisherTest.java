package io.minerstream.producer.publish;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.Watermark;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.Test;

/** What a run writes, in which order, and what is reported of it. */
final class TelemetryPublisherTest extends PublisherFixture {

    @Test
    void shouldCommitRosterAndManifestBeforeTheFirstReading() {
        publish(spec(2));

        List<SpecificRecord> values =
                producer.history().stream().map(ProducerRecord::value).toList();
        assertThat(values.subList(0, MINERS)).allMatch(HostingMiner.class::isInstance);
        assertThat(((SimulationRun) values.get(MINERS)).getState()).isEqualTo(RunState.STARTED);
        assertThat(values.get(MINERS + 1)).isInstanceOf(MinerTelemetry.class);
        assertThat(producer.commitsBefore.get(MINERS + 1))
                .as("commits before the first reading")
                .isEqualTo(1);
    }

    @Test
    void shouldWriteTheReadingsOfACommitBatchHourByHourAndThenTheWatermarksOfItsHours() {
        RunSpec spec = spec(2);
        publish(spec);

        List<ProducerRecord<byte[], SpecificRecord>> run =
                producer.history().subList(MINERS + 1, producer.history().size());
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 2 * MINERS).forEach(i -> expected.add("MinerTelemetry"));
        IntStream.range(0, 2 * FakeCluster.PARTITIONS).forEach(i -> expected.add("Watermark"));
        expected.add("SimulationRun");
        assertThat(run.stream().map(record -> record.value().getSchema().getName()))
                .containsExactlyElementsOf(expected);
        assertThat(records(TOPICS.telemetry()).stream()
                        .collect(groupingBy(ProducerRecord::partition))
                        .values())
                .allSatisfy(partition -> assertThat(partition)
                        .extracting(ProducerRecord::timestamp)
                        .isSorted());
        assertThat(records(TOPICS.watermarks()).stream()
                        .map(record -> ((Watermark) record.value()).getClosed())
                        .distinct())
                .containsExactly(spec.range().at(0), spec.range().at(1));
        assertThat(producer.commitCount()).isEqualTo(2);
    }

    @Test
    void shouldKeyPartitionAndStampReadingsAsKafkaWould() {
        RunSpec spec = spec(2);
        publish(spec);

        List<ProducerRecord<byte[], SpecificRecord>> readings = records(TOPICS.telemetry());
        assertThat(readings).hasSize(2 * MINERS);
        try (IntegerSerializer keys = new IntegerSerializer()) {
            for (ProducerRecord<byte[], SpecificRecord> reading : readings) {
                MinerTelemetry value = (MinerTelemetry) reading.value();
                byte[] key = keys.serialize(TOPICS.telemetry(), value.getMinerId());
                assertThat(reading.key()).isEqualTo(key);
                assertThat(reading.partition())
                        .isEqualTo(BuiltInPartitioner.partitionForKey(key, FakeCluster.PARTITIONS));
                assertThat(reading.timestamp()).isEqualTo(value.getRecordedAt().toEpochMilli());
                assertThat(reading.headers()).extracting(Header::key).containsExactly("run");
                assertThat(RunHeader.parse(
                                reading.headers().lastHeader(RunHeader.NAME).value()))
                        .contains(RunHeader.hourly(spec.id()));
            }
        }
    }

    @Test
    void shouldCountTheReadingsOfEachPartitionInItsWatermark() {
        RunSpec spec = spec(2);
        publish(spec);

        List<ProducerRecord<byte[], SpecificRecord>> watermarks = records(TOPICS.watermarks());
        assertThat(watermarks).hasSize(2 * FakeCluster.PARTITIONS);
        for (ProducerRecord<byte[], SpecificRecord> record : watermarks) {
            Watermark watermark = (Watermark) record.value();
            long readings = records(TOPICS.telemetry()).stream()
                    .filter(reading -> reading.partition().equals(record.partition()))
                    .filter(reading ->
                            ((MinerTelemetry) reading.value()).getRecordedAt().equals(watermark.getClosed()))
                    .count();
            assertThat(record.partition()).isEqualTo(watermark.getPartition());
            assertThat(record.key())
                    .isEqualTo(new byte[] {0, 0, 0, record.partition().byteValue()});
            assertThat(record.timestamp())
                    .isEqualTo(watermark.getClosed().plusSeconds(3600).toEpochMilli() - 1);
            assertThat(watermark)
                    .isEqualTo(new Watermark(
                            spec.id().text(),
                            5,
                            spec.range().from(),
                            spec.range().to(),
                            3600,
                            watermark.getClosed(),
                            readings,
                            record.partition(),
                            FakeCluster.PARTITIONS));
        }
    }

    /** A partition without miners must close as well, or its hour never would. */
    @Test
    void shouldWriteWatermarksForPartitionsWithoutMiners() {
        Fleet one = new SyntheticFleet(1, 5, 42).load();
        publisher().publish(one, spec(1), RunListener.NONE);

        assertThat(records(TOPICS.watermarks()))
                .extracting(record -> ((Watermark) record.value()).getRecords())
                .containsExactlyInAnyOrder(1L, 0L, 0L);
    }

    @Test
    void shouldReportWhatItWrote() {
        RunSpec spec = spec(24);
        RunResult result = publish(spec);

        assertThat(result.runId()).isEqualTo(spec.id());
        assertThat(result.miners()).isEqualTo(MINERS);
        assertThat(result.statusDistribution()).hasToString("{active=45, maintenance=3, offline=2}");
        assertThat(result.recordsGenerated()).isEqualTo(24 * MINERS);
        assertThat(result.recordsAcknowledged()).isEqualTo(24 * MINERS);
        assertThat(result.range()).isEqualTo(spec.range());
        assertThat(rosterWritten).isEqualTo(MINERS);
        assertThat(lastManifest())
                .isEqualTo(manifest(
                        spec, RunState.COMPLETED, 24 * MINERS, spec.range().to()));
    }

    @Test
    void shouldGiveTheSameValuesForTheSameSeed() {
        publish(spec(3));
        List<SpecificRecord> first =
                records(TOPICS.telemetry()).stream().map(ProducerRecord::value).toList();
        producer = new ScriptedProducer();
        publish(spec(3));

        assertThat(records(TOPICS.telemetry()).stream().map(ProducerRecord::value))
                .containsExactlyElementsOf(first);
    }

    @Test
    void shouldTellTheListenerAfterEachBatchAndCommit() {
        List<String> told = new ArrayList<>();
        publisher()
                .publish(
                        FLEET,
                        new RunSpec(id("aaaaaaaa"), 5, hours(2), 42, SignalProfile.REFERENCE, 40, false),
                        new RunListener() {
                            @Override
                            public void rosterCommitted(int written, int unchanged) {
                                told.add("roster " + written + "+" + unchanged);
                            }

                            @Override
                            public void telemetryStarted(long records) {
                                told.add("of " + records);
                            }

                            @Override
                            public void telemetryProgress(long sent, long acknowledged) {
                                told.add(sent + "/" + acknowledged);
                            }

                            @Override
                            public void committed(long records) {
                                told.add("committed " + records);
                            }
                        });

        assertThat(told).containsExactly("roster 50+0", "of 100", "40/40", "80/80", "100/100", "committed 100");
    }

    @Test
    void shouldSendAtTheRateThatIsAskedForAndCommitHourByHour() {
        RunResult result = publisher().at(RateProfile.parse("1000")).publish(FLEET, spec(4), RunListener.NONE);

        assertThat(result.recordsGenerated()).isEqualTo(200);
        assertThat(result.telemetryElapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        assertThat(result.lateness()).hasValueSatisfying(late -> {
            assertThat(late.records()).isEqualTo(200);
            assertThat(late.max()).isPositive();
        });
        assertThat(producer.commitCount()).as("the manifest, and each hour").isEqualTo(1 + 4);
        producer = new ScriptedProducer();
        assertThat(publish(spec(4)).lateness()).isEmpty();
    }
}
