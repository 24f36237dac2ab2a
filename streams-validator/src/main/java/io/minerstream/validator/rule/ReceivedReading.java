package io.minerstream.validator.rule;

import io.minerstream.schemas.run.Interval;
import java.time.Instant;

/**
 * A reading with its run and its position in Kafka.
 *
 * @param minerId {@code hosting_miners.id}
 * @param run packed run id, or the id of its {@linkplain EventWindows window of event time}; {@link #NO_RUN} for neither
 * @param interval interval of its run or of its site; hourly when it has neither
 * @param recordedAtMs time of the reading, milliseconds since the epoch
 * @param hashrateTh TH/s
 * @param powerW W
 * @param temperatureC degC, may be null
 * @param fanRpm RPM, may be null
 * @param partition partition of the telemetry topic
 * @param offset offset in that partition
 */
public record ReceivedReading(
        int minerId,
        long run,
        Interval interval,
        long recordedAtMs,
        double hashrateTh,
        double powerW,
        Double temperatureC,
        Integer fanRpm,
        int partition,
        long offset) {

    /** No run id packs to this value. */
    public static final long NO_RUN = 0L;

    public boolean hasRun() {
        return run != NO_RUN;
    }

    /** The same reading in a window of event time. */
    public ReceivedReading in(long eventWindow, Interval cadence) {
        return new ReceivedReading(
                minerId,
                eventWindow,
                cadence,
                recordedAtMs,
                hashrateTh,
                powerW,
                temperatureC,
                fanRpm,
                partition,
                offset);
    }

    /** The time point at or before the reading. */
    public long point() {
        return interval.floor(recordedAtMs);
    }

    /** Whether the reading is at a time point. */
    public boolean isAtPoint() {
        return interval.isWhole(recordedAtMs);
    }

    public Instant recordedAt() {
        return Instant.ofEpochMilli(recordedAtMs);
    }
}
