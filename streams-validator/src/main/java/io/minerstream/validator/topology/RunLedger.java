package io.minerstream.validator.topology;

import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.rule.Hours;
import io.minerstream.validator.rule.Reading;
import io.minerstream.validator.state.HourKey;
import io.minerstream.validator.state.HourTally;
import io.minerstream.validator.state.RunRecord;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one partition: state stores {@code runs} and {@code hours}, mirrored in memory so that a record costs no read.
 * Not thread-safe.
 */
final class RunLedger {

    private static final Logger LOG = LoggerFactory.getLogger(RunLedger.class);

    /** How far {@link RunRecord#lastSeenMs()} may lag, so that a record does not cost a write of it. */
    private static final long TOUCH_MS = Duration.ofMinutes(5).toMillis();

    private final KeyValueStore<Long, RunRecord> runStore;
    private final KeyValueStore<HourKey, HourTally> hourStore;
    private final Map<Long, OpenRun> runs = new HashMap<>();

    /** Loads what the stores hold; the patience with every window starts anew. */
    RunLedger(KeyValueStore<Long, RunRecord> runStore, KeyValueStore<HourKey, HourTally> hourStore, long nowMs) {
        this.runStore = runStore;
        this.hourStore = hourStore;
        try (KeyValueIterator<Long, RunRecord> all = runStore.all()) {
            all.forEachRemaining(run -> runs.put(run.key, new OpenRun(run.key, run.value)));
        }
        try (KeyValueIterator<HourKey, HourTally> all = hourStore.all()) {
            all.forEachRemaining(hour -> load(hour, nowMs));
        }
        runs.values().forEach(run -> run.deriveWindows(nowMs));
    }

    private void load(KeyValue<HourKey, HourTally> hour, long nowMs) {
        runs.computeIfAbsent(hour.key.run(), id -> new OpenRun(id, RunRecord.seen(nowMs)))
                .tallies()
                .put(hour.key.hour(), hour.value);
    }

    /** The run, noted as seen now. */
    OpenRun seen(long id, long nowMs) {
        OpenRun run = runs.get(id);
        if (run == null) {
            run = new OpenRun(id, RunRecord.seen(nowMs));
            runs.put(id, run);
            store(run);
        } else if (nowMs - run.record().lastSeenMs() > TOUCH_MS) {
            run.setRecord(run.record().touched(nowMs));
            store(run);
        }
        return run;
    }

    /** The run; null when nothing of it is remembered. */
    OpenRun find(long id) {
        return runs.get(id);
    }

    Collection<OpenRun> all() {
        return runs.values();
    }

    /** Whether an hour of the day {@code [fromHour, fromHour + 24)} may still be judged. */
    boolean isDayNeeded(long id, int fromHour) {
        OpenRun run = runs.get(id);
        if (run == null || run.record().isFinished()) {
            return false;
        }
        for (int hour = fromHour; hour < fromHour + Hours.PER_DAY; hour++) {
            if (run.record().isOpen(hour)) {
                return true;
            }
        }
        return false;
    }

    /** Counts a reading. */
    void tally(OpenRun run, Reading reading, HourTally.Kind kind, String status) {
        HourTally tally = run.tally(reading.hour());
        tally.add(reading, kind, status);
        hourStore.put(new HourKey(run.id(), reading.hour()), tally);
    }

    /**
     * Takes what a checked watermark says.
     *
     * @param hour an hour that the plan covers
     * @throws RefusedRecordException when an earlier watermark said something else of the run
     */
    void watermark(OpenRun run, Plan plan, int hour, long records, long nowMs) {
        if (run.record().plan() == null) {
            run.setRecord(run.record().planned(plan));
            store(run);
            run.deriveWindows(nowMs);
        } else {
            WatermarkCheck.requireSame(
                    RunId.unpack(run.id()).text(), run.record().plan(), plan);
        }
        if (!run.record().isOpen(hour)) {
            return;
        }
        HourTally tally = run.tally(hour);
        if (!tally.hasWatermark()) {
            run.watermark(hour, nowMs);
        }
        tally.expect(records);
        hourStore.put(new HourKey(run.id(), hour), tally);
    }

    /** Notes that a window was judged. */
    void close(OpenRun run, int window) {
        TreeSet<Integer> before = new TreeSet<>(run.tallies().keySet());
        run.setRecord(run.record().judged(window));
        store(run);
        run.closeWindow(window);
        before.removeAll(run.tallies().keySet());
        before.forEach(hour -> hourStore.delete(new HourKey(run.id(), hour)));
    }

    /**
     * Forgets runs that were not active for the retention time: finished ones, of which nothing is late any more, and those
     * whose producer died, which get no verdict.
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
            List.copyOf(run.tallies().keySet()).forEach(hour -> hourStore.delete(new HourKey(run.id(), hour)));
            runStore.delete(run.id());
            all.remove();
        }
    }

    private void store(OpenRun run) {
        runStore.put(run.id(), run.record());
    }
}
