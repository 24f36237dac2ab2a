package io.minerstream.validator.topology;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.EventWindows;
import io.minerstream.validator.rule.RunWindows;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.PointKey;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A run as this partition sees it, in memory: its stored record, the tallies of its time points, and when a record of each
 * window last came. Not thread-safe.
 */
final class OpenRun {

    private static final int NONE = -1;

    private final long id;
    private final long knownSinceMs;
    private final NavigableMap<PointKey, PointTally> tallies = new TreeMap<>();
    private final Map<Integer, OpenWindow> windows = new TreeMap<>();

    /** Windows that have all their watermarks. */
    private final NavigableSet<Integer> announced = new TreeSet<>();

    /**
     * By window, when a record of it or of an earlier window last came. Holds only windows where this time changes; the window
     * that was touched last, whose time is the latest of all, is outside of the map.
     */
    private final NavigableMap<Integer, Long> touchedMs = new TreeMap<>();

    private int lastTouched = NONE;
    private long lastTouchedMs = Long.MIN_VALUE;
    private RunRecord record;
    private long activeMs;
    private boolean rosterKnown;
    private int furthestWindow = NONE;
    private long furthestPoint = Long.MIN_VALUE;
    private long furthestWatermark = Long.MIN_VALUE;

    /** Time points before it have passed; those before {@link #nextPassed} will have, once it is known long enough. */
    private long passed = Long.MIN_VALUE;

    private long nextPassed = Long.MIN_VALUE;
    private long nextPassedSinceMs;
    private long lookedTo = Long.MIN_VALUE;

    /** A window that is not yet judged. */
    private static final class OpenWindow {
        private int watermarks;
        private int complete;
    }

    /**
     * @param nowMs wall-clock time at which this task came to know of the run: its first record, or a restart
     */
    OpenRun(long id, RunRecord record, long nowMs) {
        this.id = id;
        this.record = record;
        this.knownSinceMs = nowMs;
        this.activeMs = nowMs;
    }

    long id() {
        return id;
    }

    RunRecord record() {
        return record;
    }

    void setRecord(RunRecord record) {
        this.record = record;
    }

    long knownSinceMs() {
        return knownSinceMs;
    }

    /** When a record of the run last came; at least the start of this task. */
    long activeMs() {
        return activeMs;
    }

    void setActive(long nowMs) {
        activeMs = nowMs;
    }

    boolean isAnnounced() {
        return record.plan() != null;
    }

    /** Whether the roster entries that were written before the run's first reading count as read. */
    boolean isRosterKnown() {
        return rosterKnown;
    }

    void rosterIsKnown() {
        rosterKnown = true;
    }

    /** Tallies of the time points that are not yet judged. */
    NavigableMap<PointKey, PointTally> tallies() {
        return tallies;
    }

    /** Tallies of the time points of a window of this run. */
    NavigableMap<PointKey, PointTally> tallies(TimeWindow window) {
        return isEventTime()
                ? tallies
                : tallies.subMap(key(window, window.from()), true, key(window, window.to()), false);
    }

    private PointKey key(TimeWindow window, long point) {
        return new PointKey(id, window.interval(), point);
    }

    /** A reading of the time point came. */
    void touch(long point, long nowMs) {
        if (isEventTime()) {
            touchWindow(0, nowMs);
        } else if (isInWindow(point)) {
            furthestPoint = Math.max(furthestPoint, point);
            int index = record.plan().windows().indexOf(point);
            touchWindow(index, nowMs);
            furthestWindow = Math.max(furthestWindow, index);
        }
    }

    private void touchWindow(int index, long nowMs) {
        if (index > lastTouched && lastTouched != NONE) {
            touchedMs.put(lastTouched, lastTouchedMs);
        } else if (index < lastTouched) {
            touchedMs.tailMap(index, true).clear();
        }
        lastTouched = index;
        lastTouchedMs = nowMs;
    }

    /** When a record of the window or of an earlier one last came: those of this window cannot come before those. */
    private long touchedMs(int index) {
        if (index >= lastTouched) {
            return lastTouchedMs;
        }
        Map.Entry<Integer, Long> earlier = touchedMs.floorEntry(index);
        return earlier == null ? Long.MIN_VALUE : earlier.getValue();
    }

    /** Whether this is a window of event time and no run. */
    boolean isEventTime() {
        return EventWindows.isId(id);
    }

    /**
     * End of the time points that have passed: those before the newest reading, or those with a watermark while nothing more comes. Of a
     * window of event time, those that are the grace behind the partition's event time or, while nothing comes, behind the clock.
     */
    long passed(GracePolicy grace, long nowMs) {
        long latest = isEventTime() ? latestOfWindow(grace, nowMs) : furthestPoint;
        if (!isEventTime() && furthestWatermark >= latest && grace.isIdle(nowMs - activeMs, nowMs)) {
            latest = furthestWatermark + 1;
        }
        if (nextPassed > passed && nowMs - nextPassedSinceMs >= grace.delayMs()) {
            passed = nextPassed;
        }
        if (nextPassed <= passed && latest > nextPassed) {
            nextPassed = latest;
            nextPassedSinceMs = nowMs;
        }
        return passed;
    }

    private long latestOfWindow(GracePolicy grace, long nowMs) {
        TimeWindow window = record.plan().windows().window(0);
        long point = Math.max(window.from(), nextPassed);
        while (point < window.to() && grace.isOver(window.at(point + 1).toEpochMilli(), nowMs - lastTouchedMs, nowMs)) {
            point++;
        }
        return point;
    }

    /** End of the time points that were looked at for silent miners, since the start. */
    long lookedTo() {
        return lookedTo;
    }

    void setLookedTo(long point) {
        lookedTo = point;
    }

    /** Whether at least so many miners sent something at each time point in {@code [from, to)}. */
    boolean areComplete(long from, long to, int miners) {
        for (long point = from; point < to; point++) {
            if (!isComplete(point, miners)) {
                return false;
            }
        }
        return true;
    }

    private boolean isComplete(long point, int miners) {
        Interval interval = record.plan().interval();
        boolean byTheHour = isEventTime() && interval.seconds() < Interval.HOURLY.seconds();
        PointTally tally = tallies.get(
                isEventTime()
                        ? new PointKey(id, Interval.HOURLY, Interval.HOURLY.floor(interval.millis(point)))
                        : new PointKey(id, interval, point));
        long readings = byTheHour ? (long) miners * Interval.HOURLY.seconds() / interval.seconds() : miners;
        return tally != null && tally.distinct() >= readings;
    }

    /** The first watermark of its time point came. */
    void watermark(long point, long nowMs) {
        int index = record.plan().windows().indexOf(point);
        furthestWatermark = Math.max(furthestWatermark, point);
        touchWindow(index, nowMs);
        OpenWindow window = windows.computeIfAbsent(index, any -> new OpenWindow());
        window.watermarks++;
        if (window.watermarks == record.plan().windows().window(index).points()) {
            announced.add(index);
        }
    }

    /** Counts the complete tallies of each window. */
    void noteCompletion(long point, boolean before, boolean after) {
        if (before != after && !isEventTime()) {
            windows.get(record.plan().windows().indexOf(point)).complete += after ? 1 : -1;
        }
    }

    /** Derives the windows from the tallies, as if all records had just come: after a restart, or once the range is known. */
    void deriveWindows(long nowMs) {
        windows.clear();
        announced.clear();
        if (isEventTime()) {
            if (!record.isFinished()) {
                announced.add(0);
                touchWindow(0, nowMs);
            }
            return;
        }
        tallies.forEach((key, tally) -> {
            if (isInWindow(key.point())) {
                if (tally.records() > 0) {
                    touch(key.point(), nowMs);
                }
                if (tally.hasWatermark()) {
                    watermark(key.point(), nowMs);
                }
                noteCompletion(key.point(), false, tally.isComplete());
            }
        });
    }

    private boolean isInWindow(long point) {
        return record.plan() != null && record.plan().windows().covers(point) && record.isOpen(point);
    }

    /** Whether a window has all its watermarks and is not judged. */
    boolean hasAnnouncedWindow() {
        return !announced.isEmpty();
    }

    /** Windows that may be judged now, ascending: none before an earlier one, as the alerts follow event time. */
    List<Integer> due(long nowMs, GracePolicy grace) {
        List<Integer> due = new ArrayList<>(0);
        for (int index : announced) {
            if (!isDue(index, nowMs, grace)) {
                break;
            }
            due.add(index);
        }
        return due;
    }

    private boolean isDue(int index, long nowMs, GracePolicy grace) {
        long untouchedMs = nowMs - touchedMs(index);
        TimeWindow window = record.plan().windows().window(index);
        if (!grace.isQuiet(untouchedMs)) {
            return false;
        }
        return isEventTime()
                ? grace.isOver(window.end().toEpochMilli(), untouchedMs, nowMs)
                : windows.get(index).complete == window.points()
                        || grace.isOverdue(untouchedMs, furthestWindow > index, nowMs);
    }

    /**
     * Forgets a window that the record has as judged.
     *
     * @return time points of the window
     */
    List<PointKey> closeWindow(int index) {
        windows.remove(index);
        announced.remove(index);
        RunWindows all = record.plan().windows();
        NavigableMap<PointKey, PointTally> closed = tallies(all.window(index));
        List<PointKey> points = List.copyOf(closed.keySet());
        closed.clear();
        return points;
    }
}
