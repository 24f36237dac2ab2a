package io.minerstream.validator.topology;

import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.ArrivalRules;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReadingRules;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosterStatus;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.RunWindows;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Instant;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Applies the rules on single records, once it is clear what the roster says, and notes what the windows need of them. */
final class ReadingJudge {

    private final RunLedger ledger;
    private final AlertWriter alerts;
    private final ObjLongConsumer<TelemetryAlert> raised;

    /**
     * @param raised takes each alert, with the wall-clock time in ms since the epoch
     */
    ReadingJudge(RunLedger ledger, AlertWriter alerts, ObjLongConsumer<TelemetryAlert> raised) {
        this.ledger = ledger;
        this.alerts = alerts;
        this.raised = raised;
    }

    /** A reading that came after its window was judged. */
    void late(ReceivedReading reading, Plan plan, long now) {
        RunWindows windows = plan.windows();
        long point = reading.point();
        TimeWindow window = windows.covers(point) ? windows.window(windows.indexOf(point)) : null;
        raise(ArrivalRules.late(reading, window), plan.siteId(), reading, reading, now);
    }

    /**
     * Reports a miner that the roster does not have.
     *
     * @param readings readings of one run, in the order of their arrival, at least one; they are to be judged yet
     */
    void unknown(int minerId, List<ReceivedReading> readings, long now) {
        List<Instant> times = readings.stream()
                .map(ReceivedReading::recordedAt)
                .distinct()
                .sorted()
                .toList();
        ReceivedReading first = readings.get(0);
        ReceivedReading last = readings.get(readings.size() - 1);
        raise(ArrivalRules.unknownMiner(minerId, times), siteOf(first), first, last, now);
    }

    /**
     * Applies every other rule.
     *
     * @param entry the miner's roster entry at the time of the reading; null when the roster does not have the miner
     * @param breaches what {@link ReadingRules} find
     */
    void judge(ReceivedReading reading, MinerState state, RosterStatus entry, List<Breach> breaches, long now) {
        Integer siteId = entry == null ? siteOf(reading) : Integer.valueOf(entry.siteId());
        int rules = entry == null ? RuleSet.bit(Rule.UNKNOWN_MINER) : RuleSet.NONE;
        for (Breach breach : breaches) {
            rules |= RuleSet.bit(breach.rule());
            raise(breach, siteId, reading, reading, now);
        }
        if (!reading.isAtPoint()) {
            raise(ArrivalRules.offCadence(reading), siteId, reading, reading, now);
        }
        if (!reading.hasRun()) {
            return;
        }
        OpenRun run = ledger.seen(reading.run(), now);
        if (!run.record().needs(reading)) {
            // It waited for the roster until its run turned out to have another interval, or until the run was over.
            return;
        }
        PointTally.Kind kind = mark(reading, state);
        if (kind == PointTally.Kind.DUPLICATE) {
            raise(ArrivalRules.duplicate(reading), siteId, reading, reading, now);
        }
        state.addRules(reading.run(), reading.interval(), reading.point(), rules);
        ledger.tally(run, reading, kind, entry == null ? null : entry.statusText());
    }

    private PointTally.Kind mark(ReceivedReading reading, MinerState state) {
        Interval interval = reading.interval();
        if (!reading.isAtPoint()) {
            state.markOffCadence(reading.run(), interval, reading.point(), ledger::isNeeded);
            return PointTally.Kind.OFF_CADENCE;
        }
        return state.mark(reading.run(), interval, reading.point(), ledger::isNeeded)
                ? PointTally.Kind.FIRST
                : PointTally.Kind.DUPLICATE;
    }

    /** Site of the reading's run; null when it is not known. */
    private Integer siteOf(ReceivedReading reading) {
        OpenRun run = reading.hasRun() ? ledger.find(reading.run()) : null;
        return run == null || run.record().plan() == null
                ? null
                : Integer.valueOf(run.record().plan().siteId());
    }

    private void raise(Breach breach, Integer siteId, ReceivedReading first, ReceivedReading last, long now) {
        raised.accept(alerts.ofRecords(breach, siteId, first, last, now), now);
    }
}
