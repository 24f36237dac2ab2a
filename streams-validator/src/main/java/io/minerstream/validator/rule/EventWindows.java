package io.minerstream.validator.rule;

import io.minerstream.schemas.run.Interval;
import java.time.Duration;
import java.time.Instant;

/**
 * Windows of event time, for the readings that name no run: all sites have the same, aligned to midnight UTC.
 *
 * <p>Windows are counted from the epoch. A window of a site has an id of its own kind, which no packed run id equals.
 *
 * @param length length of a window, whole hours, at least 1 h
 * @param offset how long after midnight UTC a window begins, whole hours, from 0 to below {@code length}
 */
public record EventWindows(Duration length, Duration offset) {

    /** What verdicts and alerts have as their run. */
    public static final String RUN = "event-time";

    private static final int SITE_SHIFT = 32;
    private static final long INDEX_MASK = 0xffff_ffffL;

    /** Whether an id is that of a window of event time: its sign bit is set. */
    public static boolean isId(long id) {
        return id < 0;
    }

    /** The id of a site's window at an instant. */
    public long id(int siteId, long epochMs) {
        return idOf(siteId, Math.floorDiv(epochMs - offset.toMillis(), length.toMillis()));
    }

    private static long idOf(int siteId, long index) {
        return Long.MIN_VALUE | ((long) siteId << SITE_SHIFT & Long.MAX_VALUE) | (index & INDEX_MASK);
    }

    /** Start of the window of an id, inclusive. */
    public Instant start(long id) {
        // Its lower half, with the sign.
        int index = (int) id;
        return Instant.EPOCH.plus(offset).plus(length.multipliedBy(index));
    }

    /** End of the window of an id, exclusive. */
    public Instant end(long id) {
        return start(id).plus(length);
    }

    /** The time points of the window of an id: as a run that has only this window. */
    public RunWindows points(long id, Interval interval) {
        long from = ceiling(interval, start(id));
        long to = ceiling(interval, end(id));
        return new RunWindows(interval, from, to, Math.toIntExact(to - from));
    }

    private static long ceiling(Interval interval, Instant instant) {
        long floor = interval.floor(instant);
        return interval.instant(floor).equals(instant) ? floor : floor + 1;
    }

    /** Whether a window has whole time points only: the interval divides it, and its start. */
    public boolean fits(Interval interval) {
        return length.toSeconds() % interval.seconds() == 0 && offset.toSeconds() % interval.seconds() == 0;
    }
}
