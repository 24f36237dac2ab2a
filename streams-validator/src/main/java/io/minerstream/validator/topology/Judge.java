package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReadingRules;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosterStatus;
import io.minerstream.validator.rule.Verdicts;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.RunRecord;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Judges the readings of one partition against the roster and the watermarks of the same partition.
 *
 * <p>The three inputs come in any order relative to each other, and what is found must not depend on it: readings wait for
 * the roster, windows for their watermarks, watermarks for their readings. Only {@link #tick} decides that something
 * will not come, and it looks at wall-clock time, never at event time. So nothing is judged while records still flow in.
 *
 * <p>A reading waits in {@link PendingReadings} as long as a roster entry that would change what is found may be on its way.
 * A producer commits the entries of a run before its first reading, so the first readings of a run wait until the roster
 * has been quiet for a moment; after that the run's roster is known, and its readings are judged as they come. One that
 * contradicts the roster nevertheless waits for a moment of its own, whoever sent it, and one of a miner that the roster does
 * not have for the whole grace period. Behind a waiting reading the later ones of its miner wait, too.
 */
final class Judge implements Processor<Integer, SpecificRecord, String, Finding> {

    private static final Duration TICK = Duration.ofMillis(100);

    /** Grace periods after which missing records count as missing, even if the partition has not been read to its end. */
    private static final int MAX_GRACE_PERIODS = 10;

    private final JudgeSettings settings;
    private final ReadProgress progress;
    private final AlertWriter alerts;
    private final ReadingDecoder decoder = new ReadingDecoder();

    private ProcessorContext<String, Finding> context;
    private KeyValueStore<Integer, MinerState> miners;
    private RosterStore roster;
    private RunLedger ledger;
    private PendingReadings pending;
    private ReadingJudge judge;
    private WindowCloser closer;
    private long lastReadingMs;
    private long lastRosterMs;

    Judge(JudgeSettings settings, String telemetryTopic, ReadProgress progress) {
        this.settings = settings;
        this.progress = progress;
        this.alerts = new AlertWriter(telemetryTopic);
    }

    @Override
    public void init(ProcessorContext<String, Finding> newContext) {
        context = newContext;
        long now = context.currentSystemTimeMs();
        miners = context.getStateStore(Stores.MINERS);
        roster = new RosterStore(context.getStateStore(Stores.ROSTER));
        ledger = new RunLedger(context.getStateStore(Stores.RUNS), context.getStateStore(Stores.POINTS), now);
        pending = new PendingReadings(context.getStateStore(Stores.UNROSTERED), now);
        judge = new ReadingJudge(ledger, alerts, this::forward);
        closer = new WindowCloser(miners, roster, ledger, alerts);
        lastReadingMs = now;
        lastRosterMs = now;
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<Integer, SpecificRecord> record) {
        RecordMetadata position = context.recordMetadata().orElseThrow();
        SpecificRecord value = record.value();
        if (value instanceof MinerTelemetry telemetry) {
            reading(decoder.decode(record, telemetry, position));
        } else if (value instanceof Watermark watermark) {
            watermark(watermark, position.partition());
        } else {
            rosterEntry(record.key(), (HostingMiner) value, record.timestamp());
        }
    }

    private void reading(ReceivedReading reading) {
        long now = context.currentSystemTimeMs();
        lastReadingMs = now;
        boolean mayJudge = true;
        if (reading.hasRun()) {
            OpenRun run = ledger.seen(reading.run(), now);
            requireInterval(reading, run.record());
            if (!run.record().isOpen(reading.point())) {
                judge.late(reading, run.record().plan(), now);
                return;
            }
            run.touch(reading.point(), now);
            mayJudge = run.isRosterKnown();
        }
        if (!mayJudge || pending.isWaiting(reading.minerId())) {
            pending.add(reading, now);
            return;
        }
        MinerState state = state(reading.minerId());
        RosterStatus entry = roster.at(reading.minerId(), state, reading.recordedAtMs());
        List<Breach> breaches = entry == null ? List.of() : ReadingRules.check(entry, reading);
        if (entry == null ? !state.isDeclaredUnknown() : !breaches.isEmpty()) {
            pending.add(reading, now);
            return;
        }
        if (entry == null) {
            judge.unknown(reading.minerId(), List.of(reading), now);
        }
        judge.judge(reading, state, entry, breaches, now);
        store(reading.minerId(), state);
    }

    private static void requireInterval(ReceivedReading reading, RunRecord run) {
        if (!run.mayHave(reading.interval())) {
            throw new RefusedRecordException(
                    "reading of miner %d: header run must name the interval of the run's watermarks, %s, got %s; it does not count"
                            .formatted(
                                    reading.minerId(),
                                    run.plan().interval().text(1),
                                    reading.interval().text(1)));
        }
    }

    private void watermark(Watermark watermark, int partition) {
        Plan plan = WatermarkCheck.plan(watermark, partition, settings.window());
        long now = context.currentSystemTimeMs();
        OpenRun run = ledger.seen(new RunId(watermark.getRunId()).packed(), now);
        ledger.watermark(run, plan, plan.interval().floor(watermark.getClosed()), watermark.getRecords(), now);
    }

    private void rosterEntry(Integer key, HostingMiner miner, long validFromMs) {
        if (key == null) {
            throw new RefusedRecordException("key: must be the id of a miner, got null");
        }
        if (miner != null) {
            ReadingDecoder.requireKey(key, miner.getMinerId());
        }
        lastRosterMs = context.currentSystemTimeMs();
        MinerState state = state(key);
        if (miner == null) {
            roster.remove(key, state);
        } else if (roster.put(key, state, RosterStatus.of(miner), validFromMs)) {
            pending.waitShortly(key);
        } else {
            return;
        }
        store(key, state);
    }

    private void tick(long ignored) {
        long now = context.currentSystemTimeMs();
        long waitedEnoughMs = waitedEnoughSince(now);
        for (OpenRun run : ledger.all()) {
            if (!run.isRosterKnown() && run.knownSinceMs() <= waitedEnoughMs) {
                run.rosterIsKnown();
            }
        }
        pending.shortlySince(waitedEnoughMs).forEach(minerId -> judgePending(minerId, now));
        unknownMiners(now).forEach(minerId -> declareUnknown(minerId, now));
        for (OpenRun run : ledger.all()) {
            for (int window : run.due(now, gracePolicy(now))) {
                if (!pending.isWaiting(run.id(), run.record().plan().windows().window(window))) {
                    close(run, window, now);
                }
            }
        }
        ledger.forget(now, settings.retention());
    }

    /**
     * What came at this time or before has waited for a quiet roster long enough; where the roster is never quiet, the settle
     * time is.
     */
    private long waitedEnoughSince(long now) {
        boolean isQuiet = now - lastRosterMs >= settings.quietPeriod().toMillis();
        return now - (isQuiet ? settings.quietPeriod() : settings.gracePeriod()).toMillis();
    }

    private OpenRun.GracePolicy gracePolicy(long now) {
        long graceMs = settings.gracePeriod().toMillis();
        return new OpenRun.GracePolicy() {
            @Override
            public boolean isEnoughForComplete(long untouchedMs) {
                return untouchedMs >= settings.quietPeriod().toMillis();
            }

            @Override
            public boolean isEnoughForIncomplete(long untouchedMs, boolean passed) {
                if (untouchedMs < graceMs) {
                    return false;
                }
                // A busy partition may still hold the missing records, behind those of other runs.
                boolean isQuiet = now - lastReadingMs >= graceMs;
                return passed || (isQuiet && (isRead(now) || untouchedMs >= MAX_GRACE_PERIODS * graceMs));
            }
        };
    }

    /** Miners that have waited long enough for the roster, which is quiet and, unless they waited very long, read to its end. */
    private List<Integer> unknownMiners(long now) {
        long graceMs = settings.gracePeriod().toMillis();
        if (now - lastRosterMs < graceMs) {
            return List.of();
        }
        List<Integer> waiting = pending.longerSince(now - graceMs);
        if (waiting.isEmpty()
                || progress.isAtEnd(ReadProgress.Input.ROSTER, context.taskId().partition())) {
            return waiting;
        }
        lastRosterMs = now;
        return pending.longerSince(now - MAX_GRACE_PERIODS * graceMs);
    }

    /**
     * Whether the partition has no more readings. Watermarks may be here long before the readings that they speak of: those are on
     * another broker, or wait behind other partitions of this instance. While they do, the grace period begins anew.
     */
    private boolean isRead(long now) {
        if (progress.isAtEnd(ReadProgress.Input.READINGS, context.taskId().partition())) {
            return true;
        }
        lastReadingMs = now;
        return false;
    }

    private void judgePending(int minerId, long now) {
        MinerState state = state(minerId);
        if (!state.isRostered() && !state.isDeclaredUnknown()) {
            pending.waitLonger(minerId);
            return;
        }
        for (ReceivedReading reading : pending.take(minerId)) {
            RosterStatus entry = roster.at(minerId, state, reading.recordedAtMs());
            if (entry == null) {
                judge.unknown(minerId, List.of(reading), now);
            }
            List<Breach> breaches = entry == null ? List.of() : ReadingRules.check(entry, reading);
            judge.judge(reading, state, entry, breaches, now);
        }
        store(minerId, state);
    }

    private void declareUnknown(int minerId, long now) {
        MinerState state = state(minerId);
        state.declareUnknown();
        List<ReceivedReading> readings = pending.take(minerId);
        readings.stream()
                .map(ReceivedReading::run)
                .distinct()
                .forEach(run -> judge.unknown(
                        minerId,
                        readings.stream()
                                .filter(reading -> reading.run() == run)
                                .toList(),
                        now));
        readings.forEach(reading -> judge.judge(reading, state, null, List.of(), now));
        store(minerId, state);
    }

    private void close(OpenRun run, int window, long now) {
        WindowCloser.Outcome outcome =
                closer.close(run, window, context.taskId().partition(), now);
        outcome.alerts().forEach(alert -> forward(alert, now));
        String key = Verdicts.key(outcome.verdict().verdict());
        context.forward(new Record<>(key, new Finding.Judged(outcome.verdict()), now));
        // Somebody waits for it.
        context.commit();
    }

    private void forward(TelemetryAlert alert, long now) {
        context.forward(new Record<>(alert.getFingerprint(), new Finding.Raised(alert), now));
    }

    private MinerState state(int minerId) {
        MinerState state = miners.get(minerId);
        return state == null ? new MinerState() : state;
    }

    private void store(int minerId, MinerState state) {
        miners.put(minerId, state.isEmpty() ? null : state);
    }
}
