package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.rule.ArrivalRules;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.HourWindow;
import io.minerstream.validator.rule.Hours;
import io.minerstream.validator.rule.Reading;
import io.minerstream.validator.rule.ReadingRules;
import io.minerstream.validator.rule.RosterEntry;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.RunWindows;
import io.minerstream.validator.rule.Verdicts;
import io.minerstream.validator.state.HourTally;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.time.Instant;
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
 * their roster entry, windows for their watermarks, watermarks for their readings. Only {@link #tick} decides that something
 * will not come, and it looks at wall-clock time, never at event time. So nothing is judged while records still flow in.
 */
final class Judge implements Processor<Integer, SpecificRecord, String, Finding> {

    private static final Duration TICK = Duration.ofMillis(100);

    private final JudgeSettings settings;
    private final AlertWriter alerts;
    private final ReadingDecoder decoder = new ReadingDecoder();

    private ProcessorContext<String, Finding> context;
    private KeyValueStore<Integer, MinerState> miners;
    private RunLedger ledger;
    private PendingReadings pending;
    private WindowCloser closer;
    private long lastReadingMs;
    private long lastRosterMs;

    Judge(JudgeSettings settings, String telemetryTopic) {
        this.settings = settings;
        this.alerts = new AlertWriter(telemetryTopic);
    }

    @Override
    public void init(ProcessorContext<String, Finding> newContext) {
        context = newContext;
        long now = context.currentSystemTimeMs();
        miners = context.getStateStore(Stores.MINERS);
        ledger = new RunLedger(context.getStateStore(Stores.RUNS), context.getStateStore(Stores.HOURS), now);
        pending = new PendingReadings(context.getStateStore(Stores.UNROSTERED), now);
        closer = new WindowCloser(miners, ledger, alerts);
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
            roster(record.key(), (HostingMiner) value);
        }
    }

    private void reading(Reading reading) {
        long now = context.currentSystemTimeMs();
        lastReadingMs = now;
        if (reading.hasRun()) {
            OpenRun run = ledger.seen(reading.run(), now);
            if (!run.record().isOpen(reading.hour())) {
                late(reading, run.record().plan(), now);
                return;
            }
            run.touch(reading.hour(), now);
        }
        MinerState state = state(reading.minerId());
        if (state.entry() == null && !state.isDeclaredUnknown()) {
            pending.add(reading, now);
            return;
        }
        if (state.entry() == null) {
            raise(
                    ArrivalRules.unknownMiner(reading.minerId(), List.of(reading.recordedAt())),
                    siteOf(reading),
                    reading,
                    reading,
                    now);
        }
        judge(reading, state, now);
        store(reading.minerId(), state);
    }

    private void late(Reading reading, Plan plan, long now) {
        RunWindows windows = plan.windows();
        HourWindow window = windows.covers(reading.hour()) ? windows.window(windows.indexOf(reading.hour())) : null;
        raise(ArrivalRules.late(reading, window), plan.siteId(), reading, reading, now);
    }

    /** Applies every rule on single records; UNKNOWN_MINER, where it applies, was raised already. */
    private void judge(Reading reading, MinerState state, long now) {
        RosterEntry entry = state.entry();
        Integer siteId = entry == null ? siteOf(reading) : Integer.valueOf(entry.siteId());
        int rules = entry == null ? RuleSet.bit(Rule.UNKNOWN_MINER) : RuleSet.NONE;
        if (entry != null) {
            for (Breach breach : ReadingRules.check(entry, reading)) {
                rules |= RuleSet.bit(breach.rule());
                raise(breach, siteId, reading, reading, now);
            }
        }
        boolean offHour = !Hours.isWhole(reading.recordedAtMs());
        if (offHour) {
            raise(ArrivalRules.offHour(reading), siteId, reading, reading, now);
        }
        if (!reading.hasRun()) {
            return;
        }
        HourTally.Kind kind = HourTally.Kind.OFF_HOUR;
        if (offHour) {
            state.markOffHour(reading.run(), reading.hour(), ledger::isDayNeeded);
        } else if (state.mark(reading.run(), reading.hour(), ledger::isDayNeeded)) {
            kind = HourTally.Kind.FIRST;
        } else {
            kind = HourTally.Kind.DUPLICATE;
            raise(ArrivalRules.duplicate(reading), siteId, reading, reading, now);
        }
        state.addRules(reading.run(), reading.hour(), rules);
        ledger.tally(ledger.seen(reading.run(), now), reading, kind, entry == null ? null : entry.statusText());
    }

    private void watermark(Watermark watermark, int partition) {
        Plan plan = WatermarkCheck.plan(watermark, partition, settings.windowHours());
        long now = context.currentSystemTimeMs();
        OpenRun run = ledger.seen(new RunId(watermark.getRunId()).packed(), now);
        ledger.watermark(run, plan, Hours.floor(watermark.getClosed()), watermark.getRecords(), now);
    }

    private void roster(Integer key, HostingMiner miner) {
        if (key == null) {
            throw new RefusedRecordException("key: must be the id of a miner, got null");
        }
        if (miner != null) {
            ReadingDecoder.requireKey(key, miner.getMinerId());
        }
        long now = context.currentSystemTimeMs();
        lastRosterMs = now;
        RosterEntry entry = miner == null ? null : RosterEntry.of(miner);
        MinerState state = state(key);
        if (entry != null && entry.equals(state.entry())) {
            return;
        }
        state.setEntry(entry);
        if (entry != null) {
            pending.take(key).forEach(reading -> judge(reading, state, now));
        }
        store(key, state);
    }

    private void tick(long ignored) {
        long now = context.currentSystemTimeMs();
        if (now - lastRosterMs >= settings.settle().toMillis()) {
            pending.waitingSince(now - settings.settle().toMillis()).forEach(minerId -> declareUnknown(minerId, now));
        }
        for (OpenRun run : ledger.all()) {
            if (!pending.isWaiting(run.id())) {
                run.due(now, patience(now)).forEach(window -> close(run, window, now));
            }
        }
        ledger.forget(now, settings.retention());
    }

    private OpenRun.Patience patience(long now) {
        long settleMs = settings.settle().toMillis();
        return new OpenRun.Patience() {
            @Override
            public boolean isEnoughForComplete(long untouchedMs) {
                return untouchedMs >= settings.quiet().toMillis();
            }

            @Override
            public boolean isEnoughForIncomplete(long untouchedMs, boolean passed) {
                // A busy partition may still hold the missing records, behind those of other runs.
                return untouchedMs >= settleMs && (passed || now - lastReadingMs >= settleMs);
            }
        };
    }

    private void declareUnknown(int minerId, long now) {
        MinerState state = state(minerId);
        state.declareUnknown();
        List<Reading> readings = pending.take(minerId);
        readings.stream().map(Reading::run).distinct().forEach(run -> {
            List<Reading> ofRun = readings.stream().filter(r -> r.run() == run).toList();
            List<Instant> times =
                    ofRun.stream().map(Reading::recordedAt).distinct().sorted().toList();
            Reading first = ofRun.get(0);
            Reading last = ofRun.get(ofRun.size() - 1);
            raise(ArrivalRules.unknownMiner(minerId, times), siteOf(first), first, last, now);
        });
        readings.forEach(reading -> judge(reading, state, now));
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

    /** Site of the reading's run; null when it is not known. */
    private Integer siteOf(Reading reading) {
        OpenRun run = reading.hasRun() ? ledger.find(reading.run()) : null;
        return run == null || run.record().plan() == null
                ? null
                : Integer.valueOf(run.record().plan().siteId());
    }

    private void raise(Breach breach, Integer siteId, Reading first, Reading last, long now) {
        forward(alerts.ofRecords(breach, siteId, first, last, now), now);
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
