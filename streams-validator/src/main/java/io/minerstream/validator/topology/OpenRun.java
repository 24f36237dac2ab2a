package io.minerstream.validator.topology;

import io.minerstream.validator.rule.HourWindow;
import io.minerstream.validator.rule.RunWindows;
import io.minerstream.validator.state.HourTally;
import io.minerstream.validator.state.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run as this partition sees it, in memory: its stored record and hour tallies, and when its windows were last touched. Not
 * thread-safe.
 */
final class OpenRun {

    private static final int NONE = -1;

    private final long id;
    private final NavigableMap<Integer, HourTally> tallies = new TreeMap<>();
    private final NavigableMap<Integer, OpenWindow> windows = new TreeMap<>();
    private RunRecord record;
    private int furthestWindow = NONE;

    /** A window that is not yet judged. */
    private static final class OpenWindow {
        private long touchedMs;
        private int watermarks;
    }

    /** When a window may be judged. */
    interface Patience {
        /** Everything that the watermarks promise is there. */
        boolean isEnoughForComplete(long untouchedMs);

        /**
         * The watermarks are all there, records are missing.
         *
         * @param passed whether a record of a later window came, so that no more of the producer's can come
         */
        boolean isEnoughForIncomplete(long untouchedMs, boolean passed);
    }

    OpenRun(long id, RunRecord record) {
        this.id = id;
        this.record = record;
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

    /** Tallies of the hours that are not yet judged. */
    SortedMap<Integer, HourTally> tallies() {
        return tallies;
    }

    HourTally tally(int hour) {
        return tallies.computeIfAbsent(hour, any -> new HourTally());
    }

    /** A record of the hour came. */
    void touch(int hour, long nowMs) {
        if (isInWindow(hour)) {
            int index = record.plan().windows().indexOf(hour);
            window(index).touchedMs = nowMs;
            furthestWindow = Math.max(furthestWindow, index);
        }
    }

    /** The first watermark of its hour came. */
    void watermark(int hour, long nowMs) {
        OpenWindow window = window(record.plan().windows().indexOf(hour));
        window.touchedMs = nowMs;
        window.watermarks++;
    }

    /** Derives the windows from the tallies, as if all of them had just come: after a restart, or when the range became known. */
    void deriveWindows(long nowMs) {
        windows.clear();
        tallies.forEach((hour, tally) -> {
            if (isInWindow(hour)) {
                if (tally.records() > 0) {
                    touch(hour, nowMs);
                }
                if (tally.hasWatermark()) {
                    watermark(hour, nowMs);
                }
            }
        });
    }

    private boolean isInWindow(int hour) {
        return record.plan() != null && record.plan().windows().covers(hour) && record.isOpen(hour);
    }

    private OpenWindow window(int index) {
        return windows.computeIfAbsent(index, any -> new OpenWindow());
    }

    /** Windows that may be judged now, ascending. */
    List<Integer> due(long nowMs, Patience patience) {
        List<Integer> due = new ArrayList<>(0);
        long touchedMs = Long.MIN_VALUE;
        for (var entry : windows.entrySet()) {
            // Records come in order of time: while those of earlier windows come, this one is not behind but waiting.
            touchedMs = Math.max(touchedMs, entry.getValue().touchedMs);
            HourWindow hours = record.plan().windows().window(entry.getKey());
            if (entry.getValue().watermarks < hours.hours()) {
                continue;
            }
            long untouchedMs = nowMs - touchedMs;
            boolean enough = patience.isEnoughForComplete(untouchedMs)
                    && (isComplete(hours)
                            || patience.isEnoughForIncomplete(untouchedMs, furthestWindow > entry.getKey()));
            if (enough) {
                due.add(entry.getKey());
            }
        }
        return due;
    }

    private boolean isComplete(HourWindow hours) {
        return tallies.subMap(hours.fromHour(), hours.toHour()).values().stream()
                .allMatch(HourTally::isComplete);
    }

    /** Forgets a window that was judged; the record says so already. */
    void closeWindow(int index) {
        windows.remove(index);
        RunWindows all = record.plan().windows();
        tallies.subMap(all.window(index).fromHour(), all.window(index).toHour()).clear();
        if (record.isFinished()) {
            tallies.clear();
        }
    }
}
