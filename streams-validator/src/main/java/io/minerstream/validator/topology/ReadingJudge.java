package io.minerstream.validator.topology;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.input.RefusedRecordException;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.rule.ArrivalRules;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.FrozenValue;
import io.minerstream.validator.rule.ReadingRules;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.RunWindows;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applies the rules on single readings, once their roster entries are known, and notes what their windows need. */
final class ReadingJudge {

    /** Judged for each reading of a miner of the roster. */
    private static final int RULES_ON_VALUES =
            RuleSet.bit(Rule.RANGE) | RuleSet.bit(Rule.NULLABILITY) | RuleSet.bit(Rule.UNKNOWN_MINER);

    private final RunLedger ledger;
    private final FindingWriter findings;
    private final SilenceWatch silence;
    private final Policies policies;

    ReadingJudge(RunLedger ledger, FindingWriter findings, SilenceWatch silence, Policies policies) {
        this.ledger = ledger;
        this.findings = findings;
        this.silence = silence;
        this.policies = policies;
    }

    /** Reports a reading that came after the verdict over its window. */
    void late(ReceivedReading reading, MinerState state, long now) {
        Plan plan = ledger.find(reading.run()).record().plan();
        RunWindows windows = plan.windows();
        // By the plan's interval: the reading's own may be that of a cadence which was not known yet.
        long point = plan.interval().floor(reading.recordedAtMs());
        TimeWindow window = windows.covers(point) ? windows.window(windows.indexOf(point)) : null;
        MinerPolicy policy = state.isRostered() ? state.tenure().miner().policy() : policies.ofSite(plan.siteId());
        raise(ArrivalRules.late(reading, window), policy, plan.siteId(), state.isRostered(), reading, now);
    }

    /**
     * Makes room for what a reading adds to the state.
     *
     * @throws RefusedRecordException when there is none
     */
    void reserve(OpenRun run, ReceivedReading reading, MinerState state) {
        if (!hasRoom(reading, state)) {
            throw new RefusedRecordException(
                    "reading of miner %s: the days of a run that wait for their verdict may take %s bytes of its state, they take as much; it does not count"
                            .formatted(reading.minerId(), MinerState.MOST_BYTES_PER_RUN));
        }
        ledger.reserve(run, reading);
    }

    /** As {@link #reserve}, for a reading that cannot be refused any more: without room, it does not count. */
    void reserveIfRoom(OpenRun run, ReceivedReading reading, MinerState state) {
        if (hasRoom(reading, state) && ledger.hasRoom(run, reading)) {
            ledger.reserve(run, reading);
        }
    }

    private boolean hasRoom(ReceivedReading reading, MinerState state) {
        return state.reserve(
                reading.run(),
                reading.interval(),
                reading.point(),
                ledger::isNeeded,
                other -> !ledger.isAnnounced(other));
    }

    /**
     * Judges readings of a miner that is not in the roster: one alert per run.
     *
     * @param readings readings of one miner, in the order of their arrival
     */
    void unknown(List<ReceivedReading> readings, MinerState state, long now) {
        Map<Long, List<ReceivedReading>> byRun =
                readings.stream().collect(groupingBy(ReceivedReading::run, LinkedHashMap::new, toList()));
        for (List<ReceivedReading> ofRun : byRun.values()) {
            ReceivedReading first = ofRun.get(0);
            List<Instant> times = ofRun.stream()
                    .map(ReceivedReading::recordedAt)
                    .distinct()
                    .sorted()
                    .toList();
            findings.ofRecords(
                    ArrivalRules.unknownMiner(first.minerId(), times),
                    policies.ofSite(siteOf(first)),
                    siteOf(first),
                    false,
                    first,
                    ofRun.get(ofRun.size() - 1),
                    now);
        }
        readings.forEach(reading -> judge(reading, state, null, List.of(), now));
    }

    /**
     * Applies every other rule.
     *
     * @param miner the roster entry in force at the time of the reading; null when the miner is not in the roster
     * @param breaches what {@link ReadingRules} find
     */
    void judge(ReceivedReading reading, MinerState state, RosteredMiner miner, List<Breach> breaches, long now) {
        Integer siteId = miner == null ? siteOf(reading) : Integer.valueOf(miner.siteId());
        MinerPolicy policy = miner == null ? policies.ofSite(siteId) : miner.policy();
        int rules = miner == null ? RuleSet.bit(Rule.UNKNOWN_MINER) : RuleSet.NONE;
        int obeyed = miner == null ? RuleSet.NONE : RULES_ON_VALUES;
        for (Breach breach : breaches) {
            rules |= RuleSet.bit(breach.rule());
            raise(breach, policy, siteId, true, reading, now);
        }
        if (reading.hasRun() && reading.isAtPoint()) {
            obeyed |= RuleSet.bit(Rule.OFF_CADENCE);
        } else if (reading.hasRun()) {
            raise(ArrivalRules.offCadence(reading), policy, siteId, miner != null, reading, now);
        }
        OpenRun run = reading.hasRun() ? ledger.find(reading.run()) : null;
        // While it waited, the run may have turned out to have another interval or range, ended, or had to give way.
        if (run != null && run.record().needs(reading) && hasRoom(reading, state)) {
            obeyed |= RuleSet.bit(Rule.LATE);
            PointTally.Kind kind = mark(reading, state);
            if (kind == PointTally.Kind.DUPLICATE) {
                raise(ArrivalRules.duplicate(reading), policy, siteId, miner != null, reading, now);
            } else if (kind == PointTally.Kind.FIRST) {
                obeyed |= RuleSet.bit(Rule.DUPLICATE);
                int repeats = miner == null ? 0 : repeats(reading, state, miner);
                if (repeats > 0 && repeats >= policy.of(Rule.FROZEN_VALUE).parameter()) {
                    rules |= RuleSet.bit(Rule.FROZEN_VALUE);
                    raise(FrozenValue.of(reading, repeats), policy, siteId, true, reading, now);
                } else if (repeats == 0) {
                    obeyed |= RuleSet.bit(Rule.FROZEN_VALUE);
                }
            }
            state.addRules(reading.run(), reading.interval(), reading.point(), rules);
            ledger.tally(run, reading, kind, miner == null ? null : miner.statusText());
            silence.heard(reading.minerId(), state, run, now);
        }
        findings.alerts().judged(reading, policy, obeyed, breaches, now);
    }

    private PointTally.Kind mark(ReceivedReading reading, MinerState state) {
        Interval interval = reading.interval();
        if (!reading.isAtPoint()) {
            state.markOffCadence(reading.run(), interval, reading.point());
            return PointTally.Kind.OFF_CADENCE;
        }
        return state.mark(reading.run(), interval, reading.point()) ? PointTally.Kind.FIRST : PointTally.Kind.DUPLICATE;
    }

    /** Readings in a row with the hashrate of this one; 0 when it moved, or cannot be frozen. */
    private static int repeats(ReceivedReading reading, MinerState state, RosteredMiner miner) {
        if (FrozenValue.isPossible(miner, reading.hashrateTh())) {
            return state.repeat(reading.point(), reading.hashrateTh());
        }
        state.endRow();
        return 0;
    }

    /** Site of the reading's run; null when it is not known. */
    private Integer siteOf(ReceivedReading reading) {
        OpenRun run = reading.hasRun() ? ledger.find(reading.run()) : null;
        return run == null || run.record().plan() == null
                ? null
                : Integer.valueOf(run.record().plan().siteId());
    }

    private void raise(
            Breach breach, MinerPolicy policy, Integer siteId, boolean rostered, ReceivedReading reading, long now) {
        findings.ofRecords(breach, policy, siteId, rostered, reading, reading, now);
    }
}
