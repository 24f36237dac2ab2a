package io.minerstream.validator.rule;

/**
 * How a run is cut into windows: aligned to the run's start, the last one as short as the run's end makes it.
 *
 * @param fromHour first time point of the run, in hours since the epoch
 * @param toHour end of the run, exclusive; after {@code fromHour}
 * @param windowHours length of a window, at least 1
 */
public record RunWindows(int fromHour, int toHour, int windowHours) {

    public RunWindows {
        if (fromHour >= toHour) {
            throw new IllegalArgumentException("toHour: must be after fromHour (" + fromHour + "), got " + toHour);
        }
        if (windowHours < 1) {
            throw new IllegalArgumentException("windowHours: must be at least 1, got " + windowHours);
        }
    }

    /** Number of windows, at least 1. */
    public int count() {
        return (toHour - fromHour + windowHours - 1) / windowHours;
    }

    /** Whether an hour belongs to the run. */
    public boolean covers(int hour) {
        return hour >= fromHour && hour < toHour;
    }

    /**
     * The window of an hour.
     *
     * @param hour an hour that the run {@linkplain #covers covers}
     * @return 0 to {@link #count()} - 1
     */
    public int indexOf(int hour) {
        if (!covers(hour)) {
            throw new IllegalArgumentException("hour: must be in [" + fromHour + ", " + toHour + "), got " + hour);
        }
        return (hour - fromHour) / windowHours;
    }

    /**
     * A window.
     *
     * @param index 0 to {@link #count()} - 1
     */
    public HourWindow window(int index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("window " + index + " of " + count());
        }
        int start = fromHour + index * windowHours;
        return new HourWindow(start, Math.min(start + windowHours, toHour));
    }
}
