package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.ReceivedReading;
import java.nio.ByteBuffer;
import java.util.Comparator;
import org.apache.kafka.common.serialization.Serde;

/**
 * Key of a time point of a run. Ordered by run, interval and time.
 *
 * @param run packed run id
 * @param interval interval of the run, as its readings or its watermark have it
 * @param point the time point
 */
public record PointKey(long run, Interval interval, long point) implements Comparable<PointKey> {

    private static final Comparator<PointKey> ORDER = Comparator.comparingLong(PointKey::run)
            .thenComparingInt(key -> key.interval.seconds())
            .thenComparingLong(PointKey::point);

    private static final int HOURLY_BYTES = Long.BYTES + Integer.BYTES;
    private static final int BYTES = HOURLY_BYTES + Long.BYTES;

    /** The time point that a reading of a run belongs to. */
    public static PointKey of(ReceivedReading reading) {
        return new PointKey(reading.run(), reading.interval(), reading.point());
    }

    @Override
    public int compareTo(PointKey other) {
        return ORDER.compare(this, other);
    }

    /**
     * Big-endian, so that all time points of a run are neighbours: 8 bytes run, 4 interval in seconds, 8 time point; 8 run
     * and 4 hour for hourly runs, which is the form from the time when there were no others.
     */
    public static Serde<PointKey> serde() {
        return StateFormat.serde("time point's key", PointKey::write, PointKey::read);
    }

    private byte[] write() {
        ByteBuffer out =
                ByteBuffer.allocate(interval.isHourly() ? HOURLY_BYTES : BYTES).putLong(run);
        if (interval.isHourly()) {
            out.putInt(Math.toIntExact(point));
        } else {
            out.putInt(interval.seconds()).putLong(point);
        }
        return out.array();
    }

    private static PointKey read(ByteBuffer in) {
        boolean hourly = in.remaining() == HOURLY_BYTES;
        long run = in.getLong();
        return hourly
                ? new PointKey(run, Interval.HOURLY, in.getInt())
                : new PointKey(run, new Interval(in.getInt()), in.getLong());
    }
}
