package io.minerstream.validator.topology;

import static java.util.stream.Collectors.partitioningBy;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.input.ReadProgress;
import io.minerstream.validator.input.ReadingBatch;
import io.minerstream.validator.input.ReadingDecoder;
import io.minerstream.validator.input.RefusedRecordException;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.monitor.ValidatorCounters;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReadingRules;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.RunRecord;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Validates the readings of one partition against the roster and the watermarks of the same partition.
 *
 * <p>The three inputs come in any order relative to each other, and the findings must not depend on it: readings wait for
 * the roster, windows for their watermarks, watermarks for their readings. Only {@link #tick} decides, by the {@link
 * GracePolicy} and so by wall-clock time, that something will not come. Event time plays no part: records that still flow in
 * are never cut off.
 *
 * <p>A reading waits in {@link PendingReadings} as long as a roster entry that would change the findings may be on its way. A
 * producer commits the entries of a run before its first reading. With the first reading of a run, the broker is
 * therefore asked whether the roster is read to its end; if not, the run's readings wait for a quiet period of the roster.
 * A reading that contradicts the roster nevertheless waits for a quiet period of its own, and one of a miner that the roster does not have
 * for the grace period. Later readings of a miner wait behind the first one that waits.
 */
final class ValidatorProcessor implements Processor<Integer, Object, Object, Object> {

    private static final Duration TICK = Duration.ofMillis(100);

    /** A window without miners costs as much as so many. */
    private static final int WINDOW_COST = 100;

    private final JudgeSettings settings;
    private final StateBounds bounds;
    private final TopicNames topics;
    private final ReadProgress progress;
    private final IntSupplier partitions;
    private final TelemetrySource source;
    private final ReadingDecoder decoder;

    private ProcessorContext<Object, Object> context;
    private ValidatorCounters counters;
    private MinerStore miners;
    private RosterStore roster;
    private RunLedger ledger;
    private PendingReadings pending;
    private FindingWriter findings;
    private SiteCounts sites;
    private ReadingJudge readings;
    private WindowJudge windows;
    private SilenceWatch silence;
    private GracePolicy grace;
    private EventTime eventTime;

    ValidatorProcessor(
            JudgeSettings settings,
            StateBounds bounds,
            TopicNames topics,
            TelemetrySource source,
            ReadProgress progress,
            IntSupplier partitions,
            Map<String, ?> registryConfig) {
        this.settings = settings;
        this.bounds = bounds;
        this.topics = topics;
        this.source = source;
        this.decoder = new ReadingDecoder(source, registryConfig);
        this.progress = progress;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Object, Object> newContext) {
        context = newContext;
        counters = ValidatorCounters.of(context.appConfigs());
        long now = context.currentSystemTimeMs();
        int partition = context.taskId().partition();
        sites = new SiteCounts();
        miners = new MinerStore(context.getStateStore(Stores.MINERS), bounds.strangers());
        findings = new FindingWriter(context, source.topic(), topics.quarantine(), bounds, sites);
        roster = new RosterStore(context.getStateStore(Stores.ROSTER));
        miners.forEach((minerId, state) -> sites.moved(null, roster.site(minerId, state)));
        grace = new GracePolicy(
                settings,
                () -> progress.isRead(source, context.applicationId(), partition),
                () -> progress.isRead(new TopicPartition(topics.miners(), partition)),
                now);
        ledger = new RunLedger(
                context.getStateStore(Stores.RUNS),
                context.getStateStore(Stores.POINTS),
                bounds,
                grace::isRosterRead,
                now);
        pending = new PendingReadings(context.getStateStore(Stores.UNROSTERED), bounds.waitingReadings(), now);
        Cadences cadences = new Cadences(
                context.getStateStore(Stores.CADENCES),
                settings.eventTime(),
                settings.eventTime().windows(settings.window()));
        eventTime = new EventTime(source, settings, cadences, miners, ledger, grace, findings, partitions);
        silence = new SilenceWatch(miners, roster, ledger, pending, grace, eventTime, sites, findings);
        readings = new ReadingJudge(ledger, findings, silence, settings.policies());
        windows = new WindowJudge(miners, roster, ledger, findings, settings.policies(), silence, partition);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<Integer, Object> record) {
        Object value = record.value();
        if (value instanceof ReadingBatch batch) {
            batch.records().forEach(this::reading);
        } else if (value instanceof Watermark watermark) {
            watermark(watermark, context.recordMetadata().orElseThrow().partition());
        } else {
            rosterEntry(record.key(), (HostingMiner) value, record.timestamp());
        }
    }

    private void reading(ConsumerRecord<byte[], byte[]> record) {
        try {
            reading(decoder.decode(record));
        } catch (RefusedRecordException | SerializationException e) {
            findings.refused(record, e);
        }
    }

    private void reading(ReceivedReading received) {
        long now = context.currentSystemTimeMs();
        grace.readingCame(now);
        MinerState state = miners.get(received.minerId());
        RosteredMiner miner = roster.at(received.minerId(), state, received.recordedAtMs());
        ReceivedReading reading = received;
        if (!received.hasRun()) {
            eventTime.requireInTime(received, now);
        }
        if (miner == null && !source.isRepartitioned()) {
            requireOurPartition(received);
        }
        if (miner != null && !received.hasRun()) {
            reading = eventTime.place(received, miner.siteId(), now);
        }
        boolean mayJudge = !pending.isWaiting(reading.minerId());
        if (reading.hasRun()) {
            OpenRun run = ledger.seen(reading.run(), now);
            requireInterval(reading, run.record());
            if (!run.record().isOpen(reading.point())) {
                if (mayJudge || !run.record().isJudged(reading.point())) {
                    readings.late(reading, state, now);
                } else {
                    // In its order, as alerts depend on it.
                    pending.add(reading, now);
                }
                return;
            }
            run.touch(reading.point(), now);
            if (run.record().needs(reading)) {
                readings.reserve(run, reading, state);
            }
            mayJudge &= run.isRosterKnown();
        }
        List<Breach> breaches = !mayJudge || miner == null ? List.of() : ReadingRules.check(miner, reading);
        if (!mayJudge || (miner == null ? !state.isDeclaredUnknown() : !breaches.isEmpty())) {
            pending.add(reading, now);
        } else if (miner == null) {
            readings.unknown(List.of(reading), state, now);
        } else {
            readings.judge(reading, state, miner, breaches, now);
        }
        // Of others, nothing is kept before their readings have waited.
        if (miner != null || state.isDeclaredUnknown()) {
            miners.put(reading.minerId(), state);
        }
    }

    /** The roster has the miner, if at all, in the partition that Kafka's Java clients choose. */
    private void requireOurPartition(ReceivedReading reading) {
        int expected = RecordKey.partition(RecordKey.of(reading.minerId()), partitions.getAsInt());
        if (expected != reading.partition()) {
            throw new RefusedRecordException(
                    "reading of miner %s: must be in partition %s, where the default partitioner of Kafka's Java clients (murmur2) puts its key, got %s; its roster entry is elsewhere: set the producer's partitioner (librdkafka: murmur2_random), or start the validator with --repartition"
                            .formatted(reading.minerId(), expected, reading.partition()));
        }
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
        if (EventTime.isAnnouncement(watermark)) {
            eventTime.announced(watermark, context.currentSystemTimeMs());
            return;
        }
        Plan plan = WatermarkCheck.plan(watermark, partition, settings.window(), bounds);
        counters.watermark(watermark.getClosed().toEpochMilli());
        ledger.watermark(
                new RunId(watermark.getRunId()).packed(),
                plan,
                plan.interval().floor(watermark.getClosed()),
                watermark.getRecords(),
                context.currentSystemTimeMs());
    }

    private void rosterEntry(Integer key, HostingMiner miner, long validFromMs) {
        if (key == null) {
            throw new RefusedRecordException("key: must be the id of a miner, got null");
        }
        if (miner != null) {
            requireKey(key, miner.getMinerId());
            requireShortStatus(miner);
        }
        grace.rosterEntryCame(context.currentSystemTimeMs());
        MinerState state = miners.get(key);
        Integer site = roster.site(key, state);
        if (miner == null) {
            roster.remove(key, state);
            findings.alerts().removed(key, validFromMs, context.currentSystemTimeMs());
        } else if (roster.put(key, state, RosteredMiner.of(miner, settings.policies()), validFromMs)) {
            pending.waitShortly(key);
        } else {
            return;
        }
        sites.moved(site, roster.site(key, state));
        miners.put(key, state);
    }

    private static void requireKey(int key, int minerId) {
        if (key != minerId) {
            throw ReadingDecoder.anotherKey(minerId, key);
        }
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
        ledger.rosterKnownSince(rosterKnownSinceMs);
        findings.reportSites();
        pending.shortlySince(rosterKnownSinceMs).forEach(minerId -> judgePending(minerId, now));
        grace.unknownMiners(pending, now).forEach(minerId -> declareUnknown(minerId, now));
        judgeWindows(now);
        silence.tick(now);
        ledger.forget(now, settings.retention());
    }

    /** Each window is a scan of all miners: those beyond a number of miners wait for the next punctuation. */
    private void judgeWindows(long now) {
        int scanned = 0;
        for (OpenRun run : List.copyOf(ledger.withAnnouncedWindow())) {
            for (int window : run.due(now, grace)) {
                if (scanned >= bounds.minersPerTick()) {
                    return;
                }
                if (pending.isWaiting(run.id(), run.record().plan().windows().window(window))) {
                    break;
                }
                if (run.isEventTime()) {
                    eventTime.settle(run);
                }
                scanned += WINDOW_COST + windows.judge(run, window, now);
            }
        }
    }

    private void judgePending(int minerId, long now) {
        MinerState state = miners.get(minerId);
        if (!state.isRostered() && !state.isDeclaredUnknown()) {
            pending.waitLonger(minerId);
            return;
        }
        for (ReceivedReading reading : pending.take(minerId)) {
            RosteredMiner miner = roster.at(minerId, state, reading.recordedAtMs());
            if (isLate(reading)) {
                readings.late(reading, state, now);
            } else if (miner == null) {
                readings.unknown(List.of(reading), state, now);
            } else {
                judgePending(reading, state, miner, now);
            }
        }
        miners.put(minerId, state);
    }

    /** Whether a waiting reading came late: it waits behind others of its miner, as a window does not close before readings that wait. */
    private boolean isLate(ReceivedReading waited) {
        OpenRun run = ledger.find(waited.run());
        return waited.hasRun() && run != null && run.record().isJudged(waited.point());
    }

    private void judgePending(ReceivedReading waited, MinerState state, RosteredMiner miner, long now) {
        ReceivedReading reading = waited;
        if (!waited.hasRun()) {
            // Its site was not known when it came.
            reading = eventTime.place(waited, miner.siteId(), now);
            OpenRun window = ledger.find(reading.run());
            if (!window.record().isOpen(reading.point())) {
                readings.late(reading, state, now);
                return;
            }
            readings.reserveIfRoom(window, reading, state);
        }
        readings.judge(reading, state, miner, ReadingRules.check(miner, reading), now);
    }

    @Override
    public void close() {
        decoder.close();
    }

    private void declareUnknown(int minerId, long now) {
        MinerState state = miners.get(minerId);
        state.declareUnknown();
        Map<Boolean, List<ReceivedReading>> waited =
                pending.take(minerId).stream().collect(partitioningBy(this::isLate));
        readings.unknown(waited.get(false), state, now);
        waited.get(true).forEach(late -> readings.late(late, state, now));
        miners.put(minerId, state);
    }
}
