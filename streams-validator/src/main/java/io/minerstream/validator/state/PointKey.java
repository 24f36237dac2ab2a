package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.EventWindows;
import io.minerstream.validator.rule.ReceivedReading;
import java.util.Comparator;
import org.apache.kafka.common.serialization.Serde;

/**
 * Key of a time point of a run. Ordered by run, interval and time.
 *
 * @param run packed run id
 * @param interval interval of the run
 * @param point the time point
 */
public record PointKey(long run, Interval interval, long point) implements Comparable<PointKey> {

    private static final Comparator<PointKey> ORDER = Comparator.comparingLong(PointKey::run)
            .thenComparingInt(key -> key.interval.seconds())
            .thenComparingLong(PointKey::point);

    /** The time point that a reading of a run belongs to; readings in windows of event time are tallied by the hour. */
    public static PointKey of(ReceivedReading reading) {
        if (EventWindows.isId(reading.run())) {
            return new PointKey(reading.run(), Interval.HOURLY, Interval.HOURLY.floor(reading.recordedAtMs()));
        }
        return new PointKey(reading.run(), reading.interval(), reading.point());
    }

    @Override
    public int compareTo(PointKey other) {
        return ORDER.compare(this, other);
    }

    /** 8 bytes run, 4 interval in seconds, 8 time point; all time points of a run are neighbours. */
    public static Serde<PointKey> serde() {
        return StateFormat.ofKeys(
                "time point's key",
                (key, out) -> {
                    out.writeLong(key.run);
                    out.writeInt(key.interval.seconds());
                    out.writeLong(key.point);
                },
                in -> new PointKey(in.getLong(), new Interval(in.getInt()), in.getLong()));
    }
}
