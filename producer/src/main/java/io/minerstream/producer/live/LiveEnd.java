package io.minerstream.producer.live;

import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;

/** When a live session ends by itself. */
public sealed interface LiveEnd {

    /**
     * Before a time.
     *
     * @param time end, exclusive; a whole multiple of the interval
     */
    record Before(Instant time) implements LiveEnd {
        @Override
        public Instant after(Instant liveFrom) {
            return time;
        }

        @Override
        public void requireWhole(Duration interval) {
            if (!time.equals(TimeRange.floor(time, interval))) {
                throw new IllegalArgumentException("until: must be a whole multiple of the interval %s, got %s; use %s"
                        .formatted(interval, time, TimeRange.floor(time, interval)));
            }
        }
    }

    /**
     * After a length of live time points, history not counted.
     *
     * @param length greater than 0; a whole number of intervals
     */
    record Lasting(Duration length) implements LiveEnd {
        public Lasting {
            if (length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException("hours: must be at least 1, got " + length.toHours());
            }
        }

        @Override
        public Instant after(Instant liveFrom) {
            return liveFrom.plus(length);
        }

        @Override
        public void requireWhole(Duration interval) {
            if (length.toSeconds() % interval.toSeconds() != 0) {
                throw new IllegalArgumentException("hours: must be a whole number of intervals of %s, got %d"
                        .formatted(interval, length.toHours()));
            }
        }
    }

    /**
     * End, exclusive.
     *
     * @param liveFrom the first time point that is not history
     */
    Instant after(Instant liveFrom);

    /**
     * Refuses an end that is no time point.
     *
     * @throws IllegalArgumentException when it is none of this interval
     */
    void requireWhole(Duration interval);
}
