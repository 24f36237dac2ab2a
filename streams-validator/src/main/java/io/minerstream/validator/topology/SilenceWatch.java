package io.minerstream.validator.topology;

import io.minerstream.avro.Rule;
import io.minerstream.validator.alert.PlannedDowntime;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.SilentMiner;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.LongPredicate;

/**
 * Looks for silent miners: while a window is open, when its time points pass, and when it is judged. Both find the same silences, and
 * {@link io.minerstream.validator.state.RunRecord#silentTo} says which were reported, so that none is twice. While a window is open, all
 * miners of the partition are looked at only if some are missing at the last time point that has passed. Not thread-safe.
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
        TimeWindow window = plan.windows().window(run.record().firstOpenWindow());
        long passed = Math.min(window.to(), run.passed(grace, nowMs));
        if (passed <= Math.max(window.from(), run.record().silentTo())
                || pending.isWaiting(run.id(), window)
                || run.isComplete(passed - 1, sites.of(plan.siteId()))) {
            return;
        }
        miners.forEach((minerId, state) -> judge(minerId, state, run, window, passed, nowMs));
        ledger.lookedForSilence(run, passed);
    }

    /** Reports the silences of a miner in a window that were not reported before. */
    void judge(int minerId, MinerState state, OpenRun run, TimeWindow window, long passed, long nowMs) {
        if (!state.isRostered()) {
            return;
        }
        int siteId = run.record().plan().siteId();
        MinerPolicy policy = state.tenure().miner().policy();
        int points = (int) policy.of(Rule.SILENT_MINER).parameter();
        LongPredicate expected = new LongPredicate() {
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
        for (SilentMiner span : SilentMiner.of(state.heard(run.id(), window), window, passed, points, expected)) {
            if (!span.silent() || span.to() > run.record().silentTo()) {
                findings.ofSilence(minerId, span, policy, siteId, run.id(), window, nowMs);
            }
        }
    }
}
