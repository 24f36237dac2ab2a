package io.minerstream.validator.topology;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.rule.Hours;
import io.minerstream.validator.rule.Reading;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes a {@link Reading} of a telemetry record. Not thread-safe. */
final class ReadingDecoder {

    private static final int HEADER_BYTES = RunId.LENGTH;

    private long lastRun = Reading.NO_RUN;

    /**
     * The reading of a record.
     *
     * @throws RefusedRecordException when the key is not the miner's, or the time cannot be
     */
    Reading decode(Record<Integer, SpecificRecord> record, MinerTelemetry value, RecordMetadata position) {
        requireKey(record.key(), value.getMinerId());
        long recordedAtMs = value.getRecordedAt().toEpochMilli();
        if (!Hours.isPlausible(recordedAtMs)) {
            throw new RefusedRecordException(
                    "reading of miner %d: recorded_at must be in the years 1970 to 9999, got %s"
                            .formatted(value.getMinerId(), value.getRecordedAt()));
        }
        return new Reading(
                value.getMinerId(),
                run(record.headers()),
                recordedAtMs,
                value.getHashrate(),
                value.getPowerConsumption(),
                value.getTemperature(),
                value.getFanSpeed(),
                position.partition(),
                position.offset());
    }

    /** The roster is found by the key, in the partition that the key chose. */
    static void requireKey(Integer key, int minerId) {
        if (key == null || key != minerId) {
            throw new RefusedRecordException("key: must be the miner_id of the value, " + minerId + ", got " + key
                    + "; its roster entry is elsewhere");
        }
    }

    private long run(Headers headers) {
        Header header = headers.lastHeader(RunHeader.NAME);
        if (header == null || header.value() == null || header.value().length != HEADER_BYTES) {
            return Reading.NO_RUN;
        }
        long packed = 0;
        for (byte b : header.value()) {
            packed = (packed << Byte.SIZE) | (b & 0xff);
        }
        // Nearly every record is of the same run as the one before, which was checked.
        if (packed != lastRun) {
            lastRun = RunHeader.parse(header.value())
                    .map(known -> known.run().packed())
                    .orElse(Reading.NO_RUN);
        }
        return lastRun;
    }
}
