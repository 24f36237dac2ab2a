package io.minerstream.it;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
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
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;

/**
 * A run whose readings are faulty in each of its windows, differently for each miner, so that alerts of several rules fire and resolve.
 * What the validator finds in it does not depend on when it reads it.
 */
final class FaultyRun {

    static final int HOURS = 24;

    private static final int MINERS = 60;

    /** Miners of the windows with an outage, every third: more than the share that makes a site alert. */
    private static final int SILENT = 20;

    /** Faults of a window; each hits a miner of its own. */
    private static final int FAULTS = 6;

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");

    private final RunId id;
    private final TimeRange range;
    private final Connections clean;
    private final int partitions;
    private final Fleet fleet = new SyntheticFleet(MINERS, 8, 42).load();
    private final List<Integer> active = IntStream.range(0, fleet.size())
            .filter(i -> fleet.status(i) == MinerStatus.ACTIVE)
            .mapToObj(fleet::minerId)
            .toList();

    /** @param clean topics that the run is published to without faults; they exist */
    FaultyRun(RunId id, int windows, Connections clean, int partitions) {
        this.id = id;
        this.range = TimeRange.hourly(FROM, FROM.plus(Duration.ofDays(windows)));
        this.clean = clean;
        this.partitions = partitions;
        RunSpec spec =
                new RunSpec(id, fleet.siteId(), range, 42, SignalProfile.named("reference"), MINERS * HOURS, false);
        new TelemetryPublisher(clean.kafkaProperties(), clean.topics(), Clock.systemUTC())
                .publish(fleet, spec, RunListener.NONE);
    }

    RunId id() {
        return id;
    }

    /** The roster, in other topics. */
    List<ProducerRecord<byte[], byte[]>> roster(TopicNames topics) {
        return RawTopic.read(clean, clean.topics().miners()).stream()
                .map(record -> copy(record, topics.miners(), record.value()))
                .toList();
    }

    /** Faulty readings with their watermarks, by hour, in other topics. */
    List<List<ProducerRecord<byte[], byte[]>>> hours(TopicNames topics) {
        Map<Instant, List<ProducerRecord<byte[], byte[]>>> hours = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> reading :
                RawTopic.read(clean, clean.topics().telemetry())) {
            Instant time = Instant.ofEpochMilli(reading.timestamp());
            hours.computeIfAbsent(time, any -> new ArrayList<>()).addAll(readings(reading, time, topics.telemetry()));
        }
        try (Serde<Watermark> serde = AvroRecordSerde.of(Watermark.class, clean.kafkaProperties())) {
            for (ConsumerRecord<byte[], byte[]> watermark :
                    RawTopic.read(clean, clean.topics().watermarks())) {
                Instant closed = serde.deserializer()
                        .deserialize(watermark.topic(), watermark.value())
                        .getClosed();
                hours.get(closed).add(copy(watermark, topics.watermarks(), watermark.value()));
            }
        }
        return List.copyOf(hours.values());
    }

    private List<ProducerRecord<byte[], byte[]>> readings(
            ConsumerRecord<byte[], byte[]> reading, Instant time, String topic) {
        int index = active.indexOf(ByteBuffer.wrap(reading.key()).getInt());
        long hour = Duration.between(FROM, time).toHours();
        int window = (int) (hour / HOURS);
        int ofDay = (int) (hour % HOURS);
        List<ProducerRecord<byte[], byte[]>> same = List.of(copy(reading, topic, reading.value()));
        if (index < 0) {
            return same;
        }
        if (window % 3 == 1 && Math.floorMod(index - FAULTS * window, active.size()) >= active.size() - SILENT) {
            return List.of();
        }
        // None in the last hour: with a record too many, the window would be complete before its last one came.
        switch (Math.floorMod(index - FAULTS * window, active.size())) {
            case 0:
                return ofDay == 5 ? List.of() : same;
            case 1:
                return ofDay == 3 ? List.of(same.get(0), same.get(0)) : same;
            case 2:
                return ofDay >= 7 && ofDay < 10
                        ? List.of(copy(reading, topic, changed(reading, it -> it.setTemperature(99.5))))
                        : same;
            case 3:
                return ofDay == 11 ? List.of(copy(reading, topic, changed(reading, it -> it.setFanSpeed(null)))) : same;
            case 4:
                return ofDay == 13
                        ? List.of(copy(reading, topic, changed(reading, it -> it.setRecordedAt(time.plusSeconds(1)))))
                        : same;
            case 5:
                return ofDay == 15 ? List.of(copy(reading, topic, "corrupt".getBytes(StandardCharsets.UTF_8))) : same;
            default:
                return window == 0 && ofDay == 17 && index == active.size() - 1
                        ? List.of(same.get(0), ofStranger(reading, topic))
                        : same;
        }
    }

    private ProducerRecord<byte[], byte[]> ofStranger(ConsumerRecord<byte[], byte[]> reading, String topic) {
        int stranger = fleet.minerId(fleet.size() - 1) + 1;
        byte[] key = RecordKey.of(stranger);
        return new ProducerRecord<>(
                topic,
                RecordKey.partition(key, partitions),
                reading.timestamp(),
                key,
                changed(reading, it -> it.setMinerId(stranger)),
                reading.headers());
    }

    private byte[] changed(ConsumerRecord<byte[], byte[]> record, Consumer<MinerTelemetry> change) {
        try (Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, clean.kafkaProperties())) {
            MinerTelemetry reading = serde.deserializer().deserialize(record.topic(), record.value());
            change.accept(reading);
            return serde.serializer().serialize(record.topic(), reading);
        }
    }

    private static ProducerRecord<byte[], byte[]> copy(
            ConsumerRecord<byte[], byte[]> record, String topic, byte[] value) {
        Headers headers = record.headers();
        return new ProducerRecord<>(topic, record.partition(), record.timestamp(), record.key(), value, headers);
    }
}
