package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReadingRules;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.RunRecord;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Validates the readings of one partition against the roster and the watermarks of the same partition.
 *
 * <p>The three inputs come in any order relative to each other, and the findings must not depend on it: readings wait for
 * the roster, windows for their watermarks, watermarks for their readings. Only {@link #tick} decides, by the {@link
 * GracePolicy} and so by wall-clock time, that something will not come. Event time plays no part: records that still flow in
 * are never cut off.
 *
 * <p>A reading waits in {@link PendingReadings} as long as a roster entry that would change the findings may be on its way. A
 * producer commits the entries of a run before its first reading. The first readings of a run therefore wait for a quiet
 * period of the roster; after it the run's roster is known, and its readings are judged as they come. A reading that
 * contradicts the roster nevertheless waits for a quiet period of its own, and one of a miner that the roster does not have
 * for the grace period. Later readings of a miner wait behind the first one that waits.
 */
final class ValidatorProcessor implements Processor<Integer, SpecificRecord, String, Finding> {

    private static final Duration TICK = Duration.ofMillis(100);

    private final JudgeSettings settings;
    private final TopicNames topics;
    private final Predicate<TopicPartition> readToEnd;
    private final ReadingDecoder decoder = new ReadingDecoder();

    private ProcessorContext<String, Finding> context;
    private KeyValueStore<Integer, MinerState> miners;
    private RosterStore roster;
    private RunLedger ledger;
    private PendingReadings pending;
    private ReadingJudge readings;
    private WindowJudge windows;
    private GracePolicy grace;

    ValidatorProcessor(JudgeSettings settings, TopicNames topics, Predicate<TopicPartition> readToEnd) {
        this.settings = settings;
        this.topics = topics;
        this.readToEnd = readToEnd;
    }

    @Override
    public void init(ProcessorContext<String, Finding> newContext) {
        context = newContext;
        long now = context.currentSystemTimeMs();
        int partition = context.taskId().partition();
        FindingWriter findings = new FindingWriter(context, topics.telemetry());
        miners = context.getStateStore(Stores.MINERS);
        roster = new RosterStore(context.getStateStore(Stores.ROSTER));
        ledger = new RunLedger(context.getStateStore(Stores.RUNS), context.getStateStore(Stores.POINTS), now);
        pending = new PendingReadings(context.getStateStore(Stores.UNROSTERED), now);
        readings = new ReadingJudge(ledger, findings);
        windows = new WindowJudge(miners, roster, ledger, findings, partition);
        grace = new GracePolicy(settings, readToEnd, topics, partition, now);
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
        grace.readingCame(now);
        boolean mayJudge = true;
        if (reading.hasRun()) {
            OpenRun run = ledger.seen(reading.run(), now);
            requireInterval(reading, run.record());
            if (!run.record().isOpen(reading.point())) {
                readings.late(reading, run.record().plan(), now);
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
        RosteredMiner miner = roster.at(reading.minerId(), state, reading.recordedAtMs());
        List<Breach> breaches = miner == null ? List.of() : ReadingRules.check(miner, reading);
        if (miner == null ? !state.isDeclaredUnknown() : !breaches.isEmpty()) {
            pending.add(reading, now);
            return;
        }
        if (miner == null) {
            readings.unknown(List.of(reading), state, now);
        } else {
            readings.judge(reading, state, miner, breaches, now);
        }
        store(reading.minerId(), state);
    }

    private static void requireInterval(ReceivedReading reading, RunRecord run) {
        if (!run.mayHave(reading.interval())) {
            throw new RefusedRecordException(
                    "reading of miner %s: header run must name the interval of the run's watermarks, %s, got %s; it does not count"
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
            requireShortStatus(miner);
        }
        grace.rosterEntryCame(context.currentSystemTimeMs());
        MinerState state = state(key);
        if (miner == null) {
            roster.remove(key, state);
        } else if (roster.put(key, state, RosteredMiner.of(miner), validFromMs)) {
            pending.waitShortly(key);
        } else {
            return;
        }
        store(key, state);
    }

    /** States, alerts and verdicts hold the status. */
    private static void requireShortStatus(HostingMiner miner) {
        int length = miner.getStatus().length();
        if (length > RosteredMiner.LONGEST_STATUS) {
            throw new RefusedRecordException("roster entry of miner %s: status must have at most %s characters, got %s"
                    .formatted(miner.getMinerId(), RosteredMiner.LONGEST_STATUS, length));
        }
    }

    private void tick(long ignored) {
        long now = context.currentSystemTimeMs();
        long rosterKnownSinceMs = grace.rosterKnownSince(now);
        for (OpenRun run : ledger.all()) {
            if (run.knownSinceMs() <= rosterKnownSinceMs) {
                run.rosterIsKnown();
            }
        }
        pending.shortlySince(rosterKnownSinceMs).forEach(minerId -> judgePending(minerId, now));
        grace.unknownMiners(pending, now).forEach(minerId -> declareUnknown(minerId, now));
        for (OpenRun run : ledger.all()) {
            for (int window : run.due(now, grace)) {
                if (!pending.isWaiting(run.id(), run.record().plan().windows().window(window))) {
                    windows.judge(run, window, now);
                }
            }
        }
        ledger.forget(now, settings.retention());
    }

    private void judgePending(int minerId, long now) {
        MinerState state = state(minerId);
        if (!state.isRostered() && !state.isDeclaredUnknown()) {
            pending.waitLonger(minerId);
            return;
        }
        for (ReceivedReading reading : pending.take(minerId)) {
            RosteredMiner miner = roster.at(minerId, state, reading.recordedAtMs());
            if (miner == null) {
                readings.unknown(List.of(reading), state, now);
            } else {
                readings.judge(reading, state, miner, ReadingRules.check(miner, reading), now);
            }
        }
        store(minerId, state);
    }

    private void declareUnknown(int minerId, long now) {
        MinerState state = state(minerId);
        state.declareUnknown();
        readings.unknown(pending.take(minerId), state, now);
        store(minerId, state);
    }

    private MinerState state(int minerId) {
        MinerState state = miners.get(minerId);
        return state == null ? new MinerState() : state;
    }

    private void store(int minerId, MinerState state) {
        miners.put(minerId, state.isEmpty() ? null : state);
    }
}
