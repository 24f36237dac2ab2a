package io.minerstream.validator.topology;

import io.minerstream.validator.rule.RunWindows;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.PointKey;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A run as this partition sees it, in memory: its stored record, the tallies of its time points, and when a record of each
 * window last came. Not thread-safe.
 */
final class OpenRun {

    private static final int NONE = -1;

    private final long id;
    private final long knownSinceMs;
    private final NavigableMap<PointKey, PointTally> tallies = new TreeMap<>();
    private final NavigableMap<Integer, OpenWindow> windows = new TreeMap<>();
    private RunRecord record;
    private boolean rosterKnown;
    private int furthestWindow = NONE;

    /** A window that is not yet judged. */
    private static final class OpenWindow {
        private long touchedMs;
        private int watermarks;
    }

    /**
     * @param nowMs wall-clock time at which this task came to know of the run: its first record, or a restart
     */
    OpenRun(long id, RunRecord record, long nowMs) {
        this.id = id;
        this.record = record;
        this.knownSinceMs = nowMs;
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
        return tallies.subMap(key(window, window.from()), true, key(window, window.to()), false);
    }

    private PointKey key(TimeWindow window, long point) {
        return new PointKey(id, window.interval(), point);
    }

    PointTally tally(PointKey key) {
        return tallies.computeIfAbsent(key, any -> new PointTally());
    }

    /** A record of the time point came. */
    void touch(long point, long nowMs) {
        if (isInWindow(point)) {
            int index = record.plan().windows().indexOf(point);
            window(index).touchedMs = nowMs;
            furthestWindow = Math.max(furthestWindow, index);
        }
    }

    /** The first watermark of its time point came. */
    void watermark(long point, long nowMs) {
        OpenWindow window = window(record.plan().windows().indexOf(point));
        window.touchedMs = nowMs;
        window.watermarks++;
    }

    /** Derives the windows from the tallies, as if all records had just come: after a restart, or once the range is known. */
    void deriveWindows(long nowMs) {
        windows.clear();
        tallies.forEach((key, tally) -> {
            if (isInWindow(key.point())) {
                if (tally.records() > 0) {
                    touch(key.point(), nowMs);
                }
                if (tally.hasWatermark()) {
                    watermark(key.point(), nowMs);
                }
            }
        });
    }

    private boolean isInWindow(long point) {
        return record.plan() != null && record.plan().windows().covers(point) && record.isOpen(point);
    }

    private OpenWindow window(int index) {
        return windows.computeIfAbsent(index, any -> new OpenWindow());
    }

    /** Windows that may be judged now, ascending. */
    List<Integer> due(long nowMs, GracePolicy grace) {
        List<Integer> due = new ArrayList<>(0);
        long touchedMs = Long.MIN_VALUE;
        for (var entry : windows.entrySet()) {
            // Records come in order of time: those of this window cannot come before those of earlier ones.
            touchedMs = Math.max(touchedMs, entry.getValue().touchedMs);
            TimeWindow window = record.plan().windows().window(entry.getKey());
            if (entry.getValue().watermarks < window.points()) {
                continue;
            }
            long untouchedMs = nowMs - touchedMs;
            if (grace.isQuiet(untouchedMs)
                    && (isComplete(window) || grace.isOverdue(untouchedMs, furthestWindow > entry.getKey(), nowMs))) {
                due.add(entry.getKey());
            }
        }
        return due;
    }

    private boolean isComplete(TimeWindow window) {
        return tallies(window).values().stream().allMatch(PointTally::isComplete);
    }

    /** Forgets a window that the record has as judged. */
    void closeWindow(int index) {
        windows.remove(index);
        RunWindows all = record.plan().windows();
        tallies(all.window(index)).clear();
        if (record.isFinished()) {
            tallies.clear();
        }
    }
}
