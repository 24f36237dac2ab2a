package io.minerstream.validator.topology;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.input.RefusedRecordException;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RunName;
import io.minerstream.validator.state.PointKey;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RunRecord;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one partition: state stores {@code runs} and {@code time-points}, mirrored in memory so that a record costs no read.
 * Both have {@link StateBounds bounds}: {@link RunQueues} tells which run is forgotten for another. Not thread-safe.
 */
final class RunLedger {

    private static final Logger LOG = LoggerFactory.getLogger(RunLedger.class);

    /** How far {@link RunRecord#lastSeenMs()} may lag, so that not every record costs a write. */
    private static final long TOUCH_MS = Duration.ofMinutes(5).toMillis();

    private final KeyValueStore<Long, RunRecord> runStore;
    private final WriteBehindStore<PointKey, PointTally> pointStore;
    private final StateBounds bounds;
    private final LongPredicate rosterRead;
    private final Map<Long, OpenRun> runs = new HashMap<>();
    private final RunQueues queues = new RunQueues();

    /** In the order in which they came; those whose roster is not yet known. */
    private final Set<OpenRun> rosterUnknown = new LinkedHashSet<>();

    /** Those that have a window to judge, now or later. */
    private final Set<OpenRun> withAnnouncedWindow = new LinkedHashSet<>();

    /** The run of the previous reading. */
    private OpenRun newest;

    private int unannouncedPoints;
    private int announcedPoints;
    private int crowdedOut;

    /**
     * Loads what the stores hold; every wait starts anew.
     *
     * @param rosterRead whether the roster's partition is read to its end; asked for a new run, with the time
     */
    RunLedger(
            KeyValueStore<Long, RunRecord> runStore,
            WriteBehindStore<PointKey, PointTally> pointStore,
            StateBounds bounds,
            LongPredicate rosterRead,
            long nowMs) {
        this.runStore = runStore;
        this.pointStore = pointStore;
        this.bounds = bounds;
        this.rosterRead = rosterRead;
        try (KeyValueIterator<Long, RunRecord> all = runStore.all()) {
            all.forEachRemaining(run -> runs.put(run.key, new OpenRun(run.key, run.value, nowMs)));
        }
        // The run of a time point is never forgotten before the point.
        pointStore.forEach((key, tally) -> runs.get(key.run()).tallies().put(key, tally));
        runs.values().stream()
                .sorted(Comparator.comparingLong(run -> run.record().lastSeenMs()))
                .forEach(run -> {
                    run.deriveWindows(nowMs);
                    countPoints(run, run.tallies().size());
                    enter(run);
                });
    }

    private void enter(OpenRun run) {
        queues.add(run);
        rosterUnknown.add(run);
        noteWindows(run);
    }

    private void noteWindows(OpenRun run) {
        if (run.hasAnnouncedWindow()) {
            withAnnouncedWindow.add(run);
        } else {
            withAnnouncedWindow.remove(run);
        }
    }

    /** The run of a reading, noted as seen now. */
    OpenRun seen(long id, long nowMs) {
        OpenRun run = find(id);
        if (run == null) {
            if (queues.unannounced() >= bounds.unannouncedRuns()) {
                crowdOut(queues.longestSilentUnannounced());
            }
            newest = add(id, RunRecord.seen(nowMs), nowMs);
            return newest;
        }
        if (run != newest || nowMs != run.activeMs()) {
            touch(run, nowMs);
        }
        newest = run;
        return run;
    }

    /** Opens a window of event time that is not known. */
    void open(long id, Plan plan, long nowMs) {
        OpenRun window = add(id, RunRecord.seen(nowMs).planned(plan), nowMs);
        window.deriveWindows(nowMs);
        noteWindows(window);
        boundAnnounced();
    }

    private void boundAnnounced() {
        while (queues.announced() > bounds.announcedRuns()) {
            crowdOut(queues.longestSilentAnnounced());
        }
    }

    private OpenRun add(long id, RunRecord record, long nowMs) {
        OpenRun run = new OpenRun(id, record, nowMs);
        runs.put(id, run);
        enter(run);
        // Nobody promises that the roster is written before readings that name no run.
        if (run.isEventTime() || rosterRead.test(nowMs)) {
            run.rosterIsKnown();
            rosterUnknown.remove(run);
        }
        store(run);
        return run;
    }

    private void touch(OpenRun run, long nowMs) {
        queues.remove(run);
        run.setActive(nowMs);
        if (nowMs - run.record().lastSeenMs() > TOUCH_MS) {
            run.setRecord(run.record().touched(nowMs));
            store(run);
        }
        queues.add(run);
    }

    /** The run; null when it is not known. */
    OpenRun find(long id) {
        return newest != null && newest.id() == id ? newest : runs.get(id);
    }

    /** Whether a watermark of the run came. */
    boolean isAnnounced(long id) {
        OpenRun run = runs.get(id);
        return run != null && run.isAnnounced();
    }

    /** Runs that have a window with all its watermarks. */
    Collection<OpenRun> withAnnouncedWindow() {
        return withAnnouncedWindow;
    }

    /** Runs with a watermark and a window that is not judged, the windows of event time of a site in their order. */
    List<OpenRun> unfinished() {
        return runs.values().stream()
                .filter(run -> run.isAnnounced() && !run.record().isFinished())
                .sorted(Comparator.comparingLong(OpenRun::id))
                .toList();
    }

    /** Notes that silent miners were looked for up to a time point. */
    void lookedForSilence(OpenRun run, long point) {
        run.setRecord(run.record().lookedForSilence(point));
        store(run);
    }

    /** Marks the roster as known for runs that are known since {@code latestMs} or longer. */
    void rosterKnownSince(long latestMs) {
        for (Iterator<OpenRun> oldest = rosterUnknown.iterator(); oldest.hasNext(); oldest.remove()) {
            OpenRun run = oldest.next();
            if (run.knownSinceMs() > latestMs) {
                return;
            }
            run.rosterIsKnown();
        }
    }

    /** Whether a time point in {@code [from, to)} may still be judged. */
    boolean isNeeded(long id, Interval interval, long from, long to) {
        OpenRun run = find(id);
        return run != null && run.record().isAnyOpen(interval, from, to);
    }

    /**
     * Makes room for the time point of a record.
     *
     * @throws RefusedRecordException when there is none
     */
    private PointTally reserve(OpenRun run, PointKey key) {
        PointTally known = run.tallies().get(key);
        if (known != null) {
            return known;
        }
        boolean announced = run.isAnnounced();
        int most = announced ? bounds.pointsPerRun() : bounds.unannouncedPoints();
        if (run.tallies().size() >= most) {
            throw full(run, "time points of a run", most);
        }
        if (announced && announcedPoints >= bounds.announcedPoints()) {
            throw full(run, "time points of runs", bounds.announcedPoints());
        }
        while (!announced && unannouncedPoints >= bounds.unannouncedPoints()) {
            // Not this one: it is the one that was seen last, and has not all of the points.
            crowdOut(queues.longestSilentUnannounced());
        }
        PointTally tally = new PointTally();
        run.tallies().put(key, tally);
        countPoints(run, 1);
        return tally;
    }

    /** Whether {@link #reserve(OpenRun, ReceivedReading)} would make room for a reading of a run with a watermark. */
    boolean hasRoom(OpenRun run, ReceivedReading reading) {
        return run.tallies().containsKey(PointKey.of(reading))
                || (run.tallies().size() < bounds.pointsPerRun() && announcedPoints < bounds.announcedPoints());
    }

    private static RefusedRecordException full(OpenRun run, String what, int most) {
        return new RefusedRecordException(
                "run %s: at most %s %s may wait for their verdict in a partition, there are as many; the record does not count"
                        .formatted(RunName.of(run.id()), most, what));
    }

    private void countPoints(OpenRun run, int more) {
        if (run.isAnnounced()) {
            announcedPoints += more;
        } else {
            unannouncedPoints += more;
        }
    }

    /**
     * Makes room for the time point of a reading.
     *
     * @throws RefusedRecordException when there is none
     */
    void reserve(OpenRun run, ReceivedReading reading) {
        PointKey key = PointKey.of(reading);
        if (!run.tallies().containsKey(key)) {
            pointStore.save(key, reserve(run, key));
        }
    }

    /** Counts a reading. Its time point must have been reserved; if it was forgotten since, the reading does not count. */
    void tally(OpenRun run, ReceivedReading reading, PointTally.Kind kind, String status) {
        PointKey key = PointKey.of(reading);
        PointTally tally = run.tallies().get(key);
        if (tally == null) {
            return;
        }
        boolean complete = tally.isComplete();
        tally.add(reading, kind, status);
        run.noteCompletion(key.point(), complete, tally.isComplete());
        pointStore.save(key, tally);
    }

    /**
     * Takes a checked watermark.
     *
     * @param point a time point that the plan covers
     * @throws RefusedRecordException when it contradicts an earlier watermark of the run, or there is no room for it
     */
    void watermark(long id, Plan plan, long point, long records, long nowMs) {
        OpenRun run = runs.get(id);
        if (run == null) {
            run = add(id, RunRecord.seen(nowMs).planned(plan), nowMs);
        } else if (run.isAnnounced()) {
            WatermarkCheck.requireSame(RunName.of(id), run.record().plan(), plan);
            touch(run, nowMs);
        } else {
            announce(run, plan, nowMs);
        }
        boundAnnounced();
        if (!run.record().isOpen(point)) {
            return;
        }
        PointKey key = new PointKey(id, plan.interval(), point);
        PointTally tally = reserve(run, key);
        boolean complete = tally.isComplete();
        if (!tally.hasWatermark()) {
            run.watermark(point, nowMs);
            noteWindows(run);
        }
        tally.expect(records);
        run.noteCompletion(key.point(), complete, tally.isComplete());
        pointStore.save(key, tally);
    }

    private void announce(OpenRun run, Plan plan, long nowMs) {
        forgetOthers(run, plan);
        countPoints(run, -run.tallies().size());
        queues.remove(run);
        run.setActive(nowMs);
        run.setRecord(run.record().planned(plan));
        queues.add(run);
        countPoints(run, run.tallies().size());
        store(run);
        run.deriveWindows(nowMs);
    }

    /** Readings that came before the first watermark, and named another interval or are outside of the range, are not the run's. */
    private void forgetOthers(OpenRun run, Plan plan) {
        List<PointKey> others = run.tallies().keySet().stream()
                .filter(key -> !key.interval().equals(plan.interval())
                        || !plan.windows().covers(key.point()))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("run", RunName.of(run.id()))
                .log(
                        "readings whose interval is not that of the watermarks, {}, or whose time is outside of the"
                                + " run do not count",
                        plan.interval().text(1));
        others.forEach(run.tallies()::remove);
        delete(run, others);
    }

    /** Notes that a window was judged. */
    void close(OpenRun run, int window) {
        queues.remove(run);
        run.setRecord(run.record().judged(window));
        queues.add(run);
        store(run);
        delete(run, run.closeWindow(window));
        noteWindows(run);
    }

    /** Forgets a run for another one. */
    private void crowdOut(OpenRun run) {
        crowdedOut++;
        drop(run);
    }

    /**
     * Forgets runs that were not active for the retention time: finished ones, and those of a dead producer, whose open
     * windows get no verdict.
     */
    void forget(long nowMs, Duration retention) {
        if (crowdedOut > 0) {
            LOG.warn("too many runs: {} of them were forgotten, their open windows get no verdict", crowdedOut);
            crowdedOut = 0;
        }
        long latestMs = nowMs - retention.toMillis() - TOUCH_MS;
        for (OpenRun run : queues.silentSince(latestMs)) {
            if (!run.record().isFinished()) {
                LOG.atWarn()
                        .addKeyValue("run", RunName.of(run.id()))
                        .log(
                                "run was not active for {} and is not finished: its open windows get no verdict",
                                retention);
            }
            drop(run);
        }
    }

    private void drop(OpenRun run) {
        delete(run, run.tallies().keySet());
        runStore.delete(run.id());
        runs.remove(run.id());
        newest = newest == run ? null : newest;
        queues.remove(run);
        withAnnouncedWindow.remove(run);
        rosterUnknown.remove(run);
    }

    private void delete(OpenRun run, Collection<PointKey> points) {
        countPoints(run, -points.size());
        points.forEach(pointStore::remove);
    }

    private void store(OpenRun run) {
        runStore.put(run.id(), run.record());
    }
}
