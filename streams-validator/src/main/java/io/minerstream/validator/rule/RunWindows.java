package io.minerstream.validator.rule;

import io.minerstream.schemas.run.Interval;

/**
 * The windows of a run: aligned to its start; the last one may be shorter.
 *
 * @param interval interval of the run
 * @param from first time point of the run
 * @param to end of the run, exclusive; after {@code from}
 * @param pointsPerWindow time points of a window, at least 1
 */
public record RunWindows(Interval interval, long from, long to, int pointsPerWindow) {

    public RunWindows {
        if (from >= to) {
            throw new IllegalArgumentException("to: must be after from (" + from + "), got " + to);
        }
        if (pointsPerWindow < 1) {
            throw new IllegalArgumentException("pointsPerWindow: must be at least 1, got " + pointsPerWindow);
        }
    }

    /** Number of windows, at least 1. */
    public int count() {
        return Math.toIntExact((to - from + pointsPerWindow - 1) / pointsPerWindow);
    }

    /** Whether a time point belongs to the run. */
    public boolean covers(long point) {
        return point >= from && point < to;
    }

    /**
     * The window of a time point.
     *
     * @param point a time point that the run {@linkplain #covers covers}
     * @return 0 to {@link #count()} - 1
     */
    public int indexOf(long point) {
        if (!covers(point)) {
            throw new IllegalArgumentException("point: must be in [" + from + ", " + to + "), got " + point);
        }
        return Math.toIntExact((point - from) / pointsPerWindow);
    }

    /**
     * A window.
     *
     * @param index 0 to {@link #count()} - 1
     */
    public TimeWindow window(int index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("window " + index + " of " + count());
        }
        long start = from + (long) index * pointsPerWindow;
        return new TimeWindow(interval, start, Math.min(start + pointsPerWindow, to));
    }
}
