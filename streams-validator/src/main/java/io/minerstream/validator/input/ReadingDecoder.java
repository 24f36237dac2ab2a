package io.minerstream.validator.input;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.validator.rule.ReceivedReading;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Decodes telemetry records. Not thread-safe. */
public final class ReadingDecoder {

    private final PatientDeserializer<MinerTelemetry> values;
    private final TelemetrySource source;

    /** The header of the previous record. */
    private byte[] lastHeader;

    private long lastRun = ReceivedReading.NO_RUN;
    private Interval lastInterval = Interval.HOURLY;

    /** @param registryConfig with the {@link RegistryWait} that the instance shares, if any */
    public ReadingDecoder(TelemetrySource source, Map<String, ?> registryConfig) {
        this.source = source;
        this.values = PatientDeserializer.ofOneThread(MinerTelemetry.class, registryConfig);
    }

    /**
     * The reading of a record.
     *
     * @throws SerializationException when it cannot be decoded
     * @throws RefusedRecordException when the key is not the miner's, or the time or the interval is impossible
     * @throws RegistryUnavailableException when its schema is not known and the registry does not answer
     */
    public ReceivedReading decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new RefusedRecordException("topic " + source.topic() + ": the value must not be null");
        }
        MinerTelemetry value = values.deserialize(source.topic(), record.value());
        requireKey(record.key(), value.getMinerId());
        long recordedAtMs = value.getRecordedAt().toEpochMilli();
        if (!Interval.isPlausible(recordedAtMs)) {
            throw new RefusedRecordException(
                    "reading of miner %s: recorded_at must be in the years 1970 to 9999, got %s"
                            .formatted(value.getMinerId(), value.getRecordedAt()));
        }
        readHeader(record.headers(), value.getMinerId());
        int partition = record.partition();
        long offset = record.offset();
        if (source.isRepartitioned()) {
            ByteBuffer origin = Repartition.origin(record.headers());
            partition = origin.getInt();
            offset = origin.getLong();
        }
        return new ReceivedReading(
                value.getMinerId(),
                lastRun,
                lastInterval,
                recordedAtMs,
                value.getHashrate(),
                value.getPowerConsumption(),
                value.getTemperature(),
                value.getFanSpeed(),
                partition,
                offset);
    }

    /** The roster entry is in the partition that the key selects. */
    private static void requireKey(byte[] key, int minerId) {
        OptionalInt number = RecordKey.read(key);
        if (number.isEmpty() || number.getAsInt() != minerId) {
            String bytes =
                    key == null ? null : "the bytes " + HexFormat.of().formatHex(key, 0, Math.min(key.length, 16));
            throw anotherKey(minerId, number.isPresent() ? number.getAsInt() : bytes);
        }
    }

    /** The key of a record is not the miner of its value. */
    public static RefusedRecordException anotherKey(int minerId, Object key) {
        return new RefusedRecordException("key: must be the miner_id of the value, " + minerId + ", got " + key
                + "; its roster entry is elsewhere");
    }

    public void close() {
        values.close();
    }

    private void readHeader(Headers headers, int minerId) {
        Header header = headers.lastHeader(RunHeader.NAME);
        byte[] value = header == null ? null : header.value();
        // Nearly all records belong to the run of the previous one.
        if (Arrays.equals(value, lastHeader)) {
            return;
        }
        Optional<RunHeader> run;
        try {
            run = RunHeader.parse(value);
        } catch (IllegalArgumentException e) {
            throw new RefusedRecordException("reading of miner " + minerId + ": " + e.getMessage(), e);
        }
        lastRun = run.map(known -> known.run().packed()).orElse(ReceivedReading.NO_RUN);
        lastInterval = run.map(known -> Interval.of(known.interval())).orElse(Interval.HOURLY);
        lastHeader = value;
    }
}
