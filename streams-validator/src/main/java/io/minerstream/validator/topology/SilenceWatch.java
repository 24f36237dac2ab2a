package io.minerstream.validator.topology;

import io.minerstream.avro.Rule;
import io.minerstream.validator.alert.PlannedDowntime;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.SilentMiner;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.MinerState.SilentEnd;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.LongPredicate;

/**
 * Looks for silent miners: while a window is open, when its time points pass, and when it is judged; for the end of a silence, with each
 * reading of the miner. All find the same, whenever they look, and {@link io.minerstream.validator.state.RunRecord#silentTo} says which
 * silences were reported, so that none is twice. While a window is open, all miners of the partition are looked at only if some are
 * missing at a time point that has passed. Not thread-safe.
 */
final class SilenceWatch {

    private static final long EVERY_MS = Duration.ofSeconds(1).toMillis();

    private final MinerStore miners;
    private final RosterStore roster;
    private final RunLedger ledger;
    private final PendingReadings pending;
    private final GracePolicy grace;
    private final EventTime eventTime;
    private final SiteCounts sites;
    private final FindingWriter findings;
    private long nextMs = Long.MIN_VALUE;

    SilenceWatch(
            MinerStore miners,
            RosterStore roster,
            RunLedger ledger,
            PendingReadings pending,
            GracePolicy grace,
            EventTime eventTime,
            SiteCounts sites,
            FindingWriter findings) {
        this.miners = miners;
        this.roster = roster;
        this.ledger = ledger;
        this.pending = pending;
        this.grace = grace;
        this.eventTime = eventTime;
        this.sites = sites;
        this.findings = findings;
    }

    /** Looks at the open windows. */
    void tick(long nowMs) {
        if (nowMs >= nextMs) {
            nextMs = nowMs + EVERY_MS;
            ledger.unfinished().forEach(run -> look(run, nowMs));
        }
    }

    private void look(OpenRun run, long nowMs) {
        if (!run.isRosterKnown() || (run.isEventTime() && !eventTime.settleIfKnown(run))) {
            return;
        }
        Plan plan = run.record().plan();
        TimeWindow window = firstOpen(run);
        long passed = Math.min(window.to(), run.passed(grace, nowMs));
        long from = Math.max(Math.max(window.from(), run.record().silentTo()), run.lookedTo());
        if (passed <= from || pending.isWaiting(run.id(), window)) {
            return;
        }
        if (!run.areComplete(from, passed, Math.max(1, sites.of(plan.siteId())))) {
            miners.forEach((minerId, state) -> judge(minerId, state, run, window, passed, nowMs));
            ledger.lookedForSilence(run, passed);
        }
        run.setLookedTo(passed);
        findings.looked(plan, run.id(), window.at(passed));
    }

    private static TimeWindow firstOpen(OpenRun run) {
        return run.record().plan().windows().window(run.record().firstOpenWindow());
    }

    /** A reading of a miner was judged: it may be the end of a silence. */
    void heard(int minerId, MinerState state, OpenRun run, long nowMs) {
        if (findings.alerts().isActive(minerId, Rule.SILENT_MINER)
                && run.isAnnounced()
                && !run.record().isFinished()
                && (!run.isEventTime() || eventTime.settleIfKnown(run))) {
            judge(minerId, state, run, firstOpen(run), run.record().silentTo(), nowMs);
        }
    }

    /**
     * Reports what a miner did in a window: the silences that were not reported before, and when it was heard.
     *
     * @param passed end of the time points that have passed
     */
    private void judge(int minerId, MinerState state, OpenRun run, TimeWindow window, long passed, long nowMs) {
        if (state.isRostered()) {
            report(minerId, state, run, window, passed, expected(minerId, state, run, window), nowMs);
        }
    }

    private void report(
            int minerId,
            MinerState state,
            OpenRun run,
            TimeWindow window,
            long passed,
            LongPredicate expected,
            long nowMs) {
        int siteId = run.record().plan().siteId();
        MinerPolicy policy = policy(minerId, state, window);
        int before = state.silentBefore(siteId, window);
        for (SilentMiner span :
                SilentMiner.of(state.heard(run.id(), window), window, before, passed, points(policy), expected)) {
            if (!span.silent() || span.to() > run.record().silentTo()) {
                findings.ofSilence(minerId, span, policy, siteId, run.id(), window, nowMs);
            }
        }
    }

    /**
     * The window is judged.
     *
     * @return the silence with which it ends; null for none
     */
    SilentEnd close(int minerId, MinerState state, OpenRun run, TimeWindow window, long nowMs) {
        if (!state.isRostered()) {
            return null;
        }
        LongPredicate expected = expected(minerId, state, run, window);
        report(minerId, state, run, window, window.to(), expected, nowMs);
        int siteId = run.record().plan().siteId();
        int most = points(policy(minerId, state, window)) - 1;
        int points = SilentMiner.atEnd(
                state.heard(run.id(), window), window, state.silentBefore(siteId, window), most, expected);
        return points == 0 ? null : new SilentEnd(siteId, window.interval(), window.to(), points);
    }

    /** As by the other rules on a window: the last entry in force in it, whenever it is looked at. */
    private MinerPolicy policy(int minerId, MinerState state, TimeWindow window) {
        return roster.peek(minerId, state, window.lastMs()).policy();
    }

    private static int points(MinerPolicy policy) {
        return (int) policy.of(Rule.SILENT_MINER).parameter();
    }

    private LongPredicate expected(int minerId, MinerState state, OpenRun run, TimeWindow window) {
        int siteId = run.record().plan().siteId();
        return new LongPredicate() {
            private NavigableMap<Long, RosteredMiner> entries;

            @Override
            public boolean test(long point) {
                if (entries == null) {
                    entries = roster.byTime(minerId, state);
                }
                Map.Entry<Long, RosteredMiner> entry =
                        entries.floorEntry(window.at(point).toEpochMilli());
                return entry != null
                        && entry.getValue().siteId() == siteId
                        && !PlannedDowntime.isDown(entry.getValue());
            }
        };
    }
}
