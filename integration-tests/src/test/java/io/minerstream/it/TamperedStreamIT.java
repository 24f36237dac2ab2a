package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.VerdictReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The checks can fail: between producer and validator, records are removed, duplicated and altered. */
@ExtendWith(SharedPipeline.class)
class TamperedStreamIT {

    private static final TopicNames CLEAN = new TopicNames("clean-");
    private static final TopicNames TAMPERED = new TopicNames("tampered-");
    private static final TimeRange RANGE =
            TimeRange.hourly(Instant.parse("2026-03-01T05:00:00Z"), Instant.parse("2026-03-02T05:00:00Z"));

    private final Fleet fleet = new SyntheticFleet(60, 8, 42).load();
    private final List<Integer> active = IntStream.range(0, fleet.size())
            .filter(i -> fleet.status(i) == MinerStatus.ACTIVE)
            .mapToObj(fleet::minerId)
            .toList();
    private final int robbed = active.get(0);
    private final int duplicated = active.get(1);
    private final int overheated = active.get(2);

    @TempDir
    private Path state;

    @Test
    void shouldRaiseExactlyTheAlertsOfWhatWasTamperedWithAndFailTheVerdict() throws Exception {
        Connections clean = SharedPipeline.prepared(CLEAN, 3);
        Connections tampered = SharedPipeline.prepared(TAMPERED, 3);
        RunSpec spec = new RunSpec(
                new RunId("tamper01"), fleet.siteId(), RANGE, 42, SignalProfile.named("reference"), 10_000, false);
        new TelemetryPublisher(clean.kafkaProperties(), CLEAN, Clock.systemUTC())
                .publish(fleet, spec, RunListener.NONE);

        AtomicReference<Throwable> failure = new AtomicReference<>();
        WindowVerdict verdict;
        try (TelemetryValidator validator = Validators.create(
                tampered, ValidatorSettings.of(state, Duration.ofSeconds(2)), Map.of(), failure::set)) {
            Validators.start(validator);
            copy(clean, CLEAN.miners(), TAMPERED.miners());
            copy(clean, CLEAN.watermarks(), TAMPERED.watermarks());
            copy(clean, CLEAN.telemetry(), TAMPERED.telemetry());
            verdict = new VerdictReader(TAMPERED, tampered.kafkaProperties(), tampered.kafkaProperties())
                    .await(spec.id(), 1, Duration.ofSeconds(90), (found, waited) -> {})
                    .get(0);
        }

        assertThat(failure.get()).isNull();
        assertThat(verdict.getPassed()).isFalse();
        assertThat(verdict.getMiners()).isEqualTo(60);
        assertThat(verdict.getMinersFailed()).isEqualTo(3);
        assertThat(verdict.getExpectedRecords()).isEqualTo(60 * 24);
        assertThat(verdict.getReceivedRecords()).isEqualTo(60 * 24);
        assertThat(verdict.getDuplicateRecords()).isOne();
        assertThat(verdict.getFailures())
                .extracting(RuleFailures::getRule, RuleFailures::getMiners)
                .containsExactly(
                        tuple(Rule.COUNT, 2), tuple(Rule.GAP, 1), tuple(Rule.DUPLICATE, 1), tuple(Rule.RANGE, 1));
        SortedMap<String, TelemetryAlert> alerts = alerts(tampered);
        assertThat(alerts.values())
                .extracting(TelemetryAlert::getFingerprint, TelemetryAlert::getState, TelemetryAlert::getResolvedAt)
                .containsExactlyInAnyOrder(
                        tuple("count/miner/" + robbed, AlertState.FIRING, null),
                        tuple("gap/miner/" + robbed, AlertState.FIRING, null),
                        tuple("count/miner/" + duplicated, AlertState.FIRING, null),
                        tuple("duplicate/miner/" + duplicated, AlertState.RESOLVED, RANGE.at(4)),
                        tuple("range/temperature/miner/" + overheated, AlertState.RESOLVED, RANGE.at(8)));
        assertThat(alerts.get("gap/miner/" + robbed).getTimePoints()).containsExactly(RANGE.at(5));
        assertThat(alerts.get("count/miner/" + robbed).getObserved()).isEqualTo(23);
        assertThat(alerts.get("count/miner/" + duplicated).getObserved()).isEqualTo(25);
        assertThat(alerts.get("duplicate/miner/" + duplicated).getTimePoints()).containsExactly(RANGE.at(3));
        TelemetryAlert overheating = alerts.get("range/temperature/miner/" + overheated);
        assertThat(overheating.getObserved()).isEqualTo(99.5);
        assertThat(overheating.getUpperLimit()).isEqualTo(85);
        assertThat(overheating.getFirstEvidence().getTopic()).isEqualTo(TAMPERED.telemetry());
    }

    private void copy(Connections connections, String from, String to) throws Exception {
        try (var producer = new KafkaProducer<>(
                new HashMap<String, Object>(connections.kafkaProperties()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(connections, from)) {
                for (byte[] value :
                        from.equals(CLEAN.telemetry()) ? tamper(connections, record) : List.of(record.value())) {
                    sent.add(producer.send(new ProducerRecord<>(
                            to, record.partition(), record.timestamp(), record.key(), value, record.headers())));
                }
            }
            producer.flush();
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
    }

    private List<byte[]> tamper(Connections connections, ConsumerRecord<byte[], byte[]> record) {
        int miner = ByteBuffer.wrap(record.key()).getInt();
        Instant time = Instant.ofEpochMilli(record.timestamp());
        if (miner == robbed && time.equals(RANGE.at(5))) {
            return List.of();
        }
        if (miner == duplicated && time.equals(RANGE.at(3))) {
            return List.of(record.value(), record.value());
        }
        return miner == overheated && time.equals(RANGE.at(7))
                ? List.of(overheat(connections, record))
                : List.of(record.value());
    }

    private static byte[] overheat(Connections connections, ConsumerRecord<byte[], byte[]> record) {
        try (Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, connections.kafkaProperties())) {
            MinerTelemetry telemetry = serde.deserializer().deserialize(record.topic(), record.value());
            telemetry.setTemperature(99.5);
            return serde.serializer().serialize(TAMPERED.telemetry(), telemetry);
        }
    }

    private static SortedMap<String, TelemetryAlert> alerts(Connections connections) {
        SortedMap<String, TelemetryAlert> alerts = new TreeMap<>();
        try (Serde<TelemetryAlert> serde = AvroRecordSerde.of(TelemetryAlert.class, connections.kafkaProperties())) {
            for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(connections, TAMPERED.alerts())) {
                TelemetryAlert alert = serde.deserializer().deserialize(record.topic(), record.value());
                alerts.put(alert.getFingerprint(), alert);
            }
        }
        return alerts;
    }
}
