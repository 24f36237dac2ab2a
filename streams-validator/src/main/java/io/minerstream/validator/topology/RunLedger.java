package io.minerstream.validator.topology;

import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.state.PointKey;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RunRecord;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one partition: state stores {@code runs} and {@code time-points}, mirrored in memory so that a record costs no read.
 * Not thread-safe.
 */
final class RunLedger {

    private static final Logger LOG = LoggerFactory.getLogger(RunLedger.class);

    /** How far {@link RunRecord#lastSeenMs()} may lag, so that not every record costs a write. */
    private static final long TOUCH_MS = Duration.ofMinutes(5).toMillis();

    private final KeyValueStore<Long, RunRecord> runStore;
    private final KeyValueStore<PointKey, PointTally> pointStore;
    private final Map<Long, OpenRun> runs = new HashMap<>();

    /** Loads what the stores hold; every wait starts anew. */
    RunLedger(KeyValueStore<Long, RunRecord> runStore, KeyValueStore<PointKey, PointTally> pointStore, long nowMs) {
        this.runStore = runStore;
        this.pointStore = pointStore;
        try (KeyValueIterator<Long, RunRecord> all = runStore.all()) {
            all.forEachRemaining(run -> runs.put(run.key, new OpenRun(run.key, run.value, nowMs)));
        }
        try (KeyValueIterator<PointKey, PointTally> all = pointStore.all()) {
            all.forEachRemaining(point -> load(point, nowMs));
        }
        runs.values().forEach(run -> run.deriveWindows(nowMs));
    }

    private void load(KeyValue<PointKey, PointTally> point, long nowMs) {
        runs.computeIfAbsent(point.key.run(), id -> new OpenRun(id, RunRecord.seen(nowMs), nowMs))
                .tallies()
                .put(point.key, point.value);
    }

    /** The run, noted as seen now. */
    OpenRun seen(long id, long nowMs) {
        OpenRun run = runs.get(id);
        if (run == null) {
            run = new OpenRun(id, RunRecord.seen(nowMs), nowMs);
            runs.put(id, run);
            store(run);
        } else if (nowMs - run.record().lastSeenMs() > TOUCH_MS) {
            run.setRecord(run.record().touched(nowMs));
            store(run);
        }
        return run;
    }

    /** The run; null when it is not known. */
    OpenRun find(long id) {
        return runs.get(id);
    }

    Collection<OpenRun> all() {
        return runs.values();
    }

    /** Whether a time point in {@code [from, to)} may still be judged. */
    boolean isNeeded(long id, Interval interval, long from, long to) {
        OpenRun run = runs.get(id);
        return run != null && run.record().isAnyOpen(interval, from, to);
    }

    /** Counts a reading. */
    void tally(OpenRun run, ReceivedReading reading, PointTally.Kind kind, String status) {
        PointKey key = PointKey.of(reading);
        PointTally tally = run.tally(key);
        tally.add(reading, kind, status);
        pointStore.put(key, tally);
    }

    /**
     * Takes a checked watermark.
     *
     * @param point a time point that the plan covers
     * @throws RefusedRecordException when it contradicts an earlier watermark of the run
     */
    void watermark(OpenRun run, Plan plan, long point, long records, long nowMs) {
        if (run.record().plan() == null) {
            run.setRecord(run.record().planned(plan));
            store(run);
            forgetOtherIntervals(run, plan.interval());
            run.deriveWindows(nowMs);
        } else {
            WatermarkCheck.requireSame(
                    RunId.unpack(run.id()).text(), run.record().plan(), plan);
        }
        if (!run.record().isOpen(point)) {
            return;
        }
        PointKey key = new PointKey(run.id(), plan.interval(), point);
        PointTally tally = run.tally(key);
        if (!tally.hasWatermark()) {
            run.watermark(point, nowMs);
        }
        tally.expect(records);
        pointStore.put(key, tally);
    }

    /** Readings that came before the first watermark, and named another interval, are not the run's. */
    private void forgetOtherIntervals(OpenRun run, Interval interval) {
        List<PointKey> others = run.tallies().keySet().stream()
                .filter(key -> !key.interval().equals(interval))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("run", RunId.unpack(run.id()).text())
                .log("readings whose interval is not that of the watermarks, {}, do not count", interval.text(1));
        others.forEach(run.tallies()::remove);
        delete(others);
    }

    /** Notes that a window was judged. */
    void close(OpenRun run, int window) {
        Set<PointKey> before = new TreeSet<>(run.tallies().keySet());
        run.setRecord(run.record().judged(window));
        store(run);
        run.closeWindow(window);
        before.removeAll(run.tallies().keySet());
        delete(before);
    }

    /**
     * Forgets runs that were not active for the retention time: finished ones, and those of a dead producer, whose open
     * windows get no verdict.
     */
    void forget(long nowMs, Duration retention) {
        for (Iterator<OpenRun> all = runs.values().iterator(); all.hasNext(); ) {
            OpenRun run = all.next();
            if (nowMs - run.record().lastSeenMs() <= retention.toMillis() + TOUCH_MS) {
                continue;
            }
            if (!run.record().isFinished()) {
                LOG.atWarn()
                        .addKeyValue("run", RunId.unpack(run.id()).text())
                        .log(
                                "run was not active for {} and is not finished: its open windows get no verdict",
                                retention);
            }
            delete(run.tallies().keySet());
            runStore.delete(run.id());
            all.remove();
        }
    }

    private void delete(Collection<PointKey> points) {
        points.forEach(pointStore::delete);
    }

    private void store(OpenRun run) {
        runStore.put(run.id(), run.record());
    }
}
