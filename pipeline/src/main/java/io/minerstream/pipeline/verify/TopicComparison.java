package io.minerstream.pipeline.verify;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.replay.FieldDifference;
import io.minerstream.producer.replay.PartitionedComparison;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.schemas.miner.TelemetryRow;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;

/** Compares the telemetry records of one run, and counts those of no run. Fed with all records of the topic. Not thread-safe. */
final class TopicComparison implements AutoCloseable {

    private final AvroRecordDeserializer<MinerTelemetry> deserializer =
            new AvroRecordDeserializer<>(MinerTelemetry.class);
    private final byte[] runHeader;
    private final int partitions;
    private final Instant committedUntil;
    private final Instant to;
    private final PartitionedComparison comparison;
    private final ForeignTally foreign;
    private long later;

    /** @param isKnown whether there is a run of this id */
    TopicComparison(RunToVerify run, Map<String, ?> registry, Predicate<RunId> isKnown, int offenders) {
        SimulationRun manifest = run.manifest()
                .orElseThrow(() -> new IllegalArgumentException(
                        "run: must be known by its manifest to be found in a topic, got one that is described"));
        this.runHeader = new RunHeader(
                        new RunId(manifest.getRunId()), Duration.ofSeconds(manifest.getIntervalSeconds()))
                .bytes();
        this.partitions = manifest.getPartitions();
        this.committedUntil = run.replay().to();
        // Only a started run may have committed more than the manifest that was read.
        this.to = manifest.getState() == RunState.STARTED ? run.to() : committedUntil;
        this.comparison = new PartitionedComparison(run.replay(), partitions, this::partitionOf, offenders);
        this.foreign = new ForeignTally(run.replay(), isKnown, offenders);
        deserializer.configure(registry, false);
    }

    private int partitionOf(int minerId) {
        return RecordKey.partition(RecordKey.of(minerId), partitions);
    }

    /**
     * Takes the next record of the topic.
     *
     * @return whether it is one of the run
     */
    boolean accept(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(RunHeader.NAME);
        if (header != null && Arrays.equals(header.value(), runHeader)) {
            read(record, comparison::unreadable).ifPresent(value -> compare(record, value));
            return true;
        }
        if (foreign.isForeign(header)) {
            read(record, foreign::unreadable).ifPresent(value -> foreign.accept(value, where(record)));
        }
        return false;
    }

    private void compare(ConsumerRecord<byte[], byte[]> record, MinerTelemetry value) {
        if (!value.getRecordedAt().isBefore(committedUntil)
                && value.getRecordedAt().isBefore(to)) {
            later++;
        } else {
            comparison.accept(row(value), envelope(record, value), where(record));
        }
    }

    private interface Unreadable {
        void accept(Integer minerId, Instant timestamp, String where);
    }

    private Optional<MinerTelemetry> read(ConsumerRecord<byte[], byte[]> record, Unreadable unreadable) {
        String reason;
        try {
            MinerTelemetry value = deserializer.deserialize(record.topic(), record.value());
            if (value != null) {
                return Optional.of(value);
            }
            reason = "it has no value";
        } catch (SerializationException e) {
            reason = e.getMessage();
        }
        OptionalInt miner = RecordKey.read(record.key());
        unreadable.accept(
                miner.isPresent() ? miner.getAsInt() : null,
                Instant.ofEpochMilli(record.timestamp()),
                where(record) + ": " + reason);
        return Optional.empty();
    }

    /** Differences outside of the value: key, timestamp, partition. */
    private List<FieldDifference> envelope(ConsumerRecord<byte[], byte[]> record, MinerTelemetry value) {
        List<FieldDifference> differences = new ArrayList<>(0);
        byte[] key = RecordKey.of(value.getMinerId());
        if (!Arrays.equals(record.key(), key)) {
            differences.add(new FieldDifference("key", hex(key), hex(record.key())));
        }
        if (record.timestamp() != value.getRecordedAt().toEpochMilli()) {
            differences.add(new FieldDifference(
                    "timestamp",
                    value.getRecordedAt().toString(),
                    Instant.ofEpochMilli(record.timestamp()).toString()));
        }
        int partition = RecordKey.partition(key, partitions);
        if (record.partition() != partition) {
            differences.add(new FieldDifference(
                    "partition", Integer.toString(partition), Integer.toString(record.partition())));
        }
        return differences;
    }

    private static TelemetryRow row(MinerTelemetry value) {
        return new TelemetryRow(
                value.getMinerId(),
                value.getRecordedAt(),
                value.getHashrate(),
                value.getPowerConsumption(),
                value.getTemperature(),
                value.getFanSpeed() == null ? null : (long) value.getFanSpeed(),
                value.getAcceptedShares(),
                value.getRejectedShares());
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "NULL" : HexFormat.of().formatHex(bytes);
    }

    private static String where(ConsumerRecord<byte[], byte[]> record) {
        return "partition %s, offset %s".formatted(record.partition(), record.offset());
    }

    ReplayResult finish() {
        return comparison.finish();
    }

    /** Records of no known run. */
    ForeignRecords foreign(boolean allowed) {
        return foreign.result(allowed);
    }

    /** Records of the run after its committed time points, inside its range. */
    long later() {
        return later;
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
