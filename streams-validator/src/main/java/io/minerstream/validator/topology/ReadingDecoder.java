package io.minerstream.validator.topology;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.validator.rule.ReceivedReading;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Converts telemetry records to {@link ReceivedReading}. Not thread-safe. */
final class ReadingDecoder {

    private final boolean repartitioned;

    /** The header of the previous record. */
    private byte[] lastHeader;

    private long lastRun = ReceivedReading.NO_RUN;
    private Interval lastInterval = Interval.HOURLY;

    /** @param repartitioned whether readings come through {@link Repartition} */
    ReadingDecoder(boolean repartitioned) {
        this.repartitioned = repartitioned;
    }

    /**
     * The reading of a record.
     *
     * @throws RefusedRecordException when the key is not the miner's, or the time or the interval is impossible
     */
    ReceivedReading decode(Record<Integer, SpecificRecord> record, MinerTelemetry value, RecordMetadata position) {
        requireKey(record.key(), value.getMinerId());
        long recordedAtMs = value.getRecordedAt().toEpochMilli();
        if (!Interval.isPlausible(recordedAtMs)) {
            throw new RefusedRecordException(
                    "reading of miner %s: recorded_at must be in the years 1970 to 9999, got %s"
                            .formatted(value.getMinerId(), value.getRecordedAt()));
        }
        readHeader(record.headers(), value.getMinerId());
        int partition = position.partition();
        long offset = position.offset();
        if (repartitioned) {
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
    static void requireKey(Integer key, int minerId) {
        if (key == null || key != minerId) {
            throw new RefusedRecordException("key: must be the miner_id of the value, " + minerId + ", got " + key
                    + "; its roster entry is elsewhere");
        }
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
