package io.minerstream.validator.topology;

import io.minerstream.validator.alert.PlannedDowntime;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.rule.WindowJudgement;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.MinerState.SilentEnd;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Judges windows. Scans all miners of the partition, so that it also finds those that sent nothing. */
final class WindowJudge {

    private final MinerStore miners;
    private final RosterStore roster;
    private final RunLedger ledger;
    private final FindingWriter findings;
    private final Policies policies;
    private final SilenceWatch silence;
    private final int partition;

    WindowJudge(
            MinerStore miners,
            RosterStore roster,
            RunLedger ledger,
            FindingWriter findings,
            Policies policies,
            SilenceWatch silence,
            int partition) {
        this.miners = miners;
        this.roster = roster;
        this.ledger = ledger;
        this.findings = findings;
        this.policies = policies;
        this.silence = silence;
        this.partition = partition;
    }

    /**
     * Judges a window of a run, sends alerts and verdict, and notes that the window is judged.
     *
     * @return number of miners of the partition
     */
    int judge(OpenRun run, int index, long nowMs) {
        Plan plan = run.record().plan();
        TimeWindow window = plan.windows().window(index);
        WindowJudgement judgement = new WindowJudgement(plan.siteId(), run.id(), window);
        List<Integer> strangers = new ArrayList<>();
        Map<Integer, SilentEnd> silentEnds = new HashMap<>();
        int[] scanned = {0};
        long fromMs = window.start().toEpochMilli();
        long lastMs = window.lastMs();
        miners.forEach((minerId, state) -> {
            scanned[0]++;
            MinerWindow sent = state.cut(run.id(), window);
            List<RosteredMiner> entries = roster.between(minerId, state, fromMs, lastMs);
            MinerPolicy policy = entries.isEmpty()
                    ? policies.ofSite(plan.siteId())
                    : entries.get(entries.size() - 1).policy();
            List<Breach> breaches = new ArrayList<>(judgement.judge(minerId, entries, sent, policy));
            breaches.removeIf(breach ->
                    PlannedDowntime.explains(breach, sent, entries, time -> roster.peek(minerId, state, time)));
            SilentEnd silentEnd = silence.close(minerId, state, run, window, nowMs);
            if (!Objects.equals(silentEnd, state.silentEnd())
                    && (silentEnd != null || state.silentEnd().siteId() == plan.siteId())) {
                silentEnds.put(minerId, silentEnd);
            }
            // That a miner is silent which the roster does not have says nothing of its alerts.
            if (state.isRostered() || sent.records() > 0) {
                findings.ofWindow(
                        minerId, breaches, policy, plan.siteId(), state.isRostered(), run.id(), window, nowMs);
            }
            if (!state.isRostered()) {
                strangers.add(minerId);
            }
        });
        run.tallies(window)
                .values()
                .forEach(point -> judgement.tally(point.records(), point.duplicates(), point.statuses()));
        silentEnds.forEach(this::keep);
        ledger.close(run, index);
        findings.looked(plan, run.id(), window.end());
        strangers.forEach(this::forgetIfDone);
        findings.judged(
                new PartialVerdict(
                        partition,
                        plan.partitions(),
                        run.record().firstSeenMs(),
                        judgement.verdict(Instant.ofEpochMilli(nowMs))),
                nowMs);
        return scanned[0];
    }

    private void keep(int minerId, SilentEnd end) {
        MinerState state = miners.get(minerId);
        state.setSilentEnd(end);
        miners.put(minerId, state);
    }

    /** Forgets a miner that is not in the roster with its last window. */
    private void forgetIfDone(int minerId) {
        MinerState state = miners.get(minerId);
        if (state.retain(ledger::isNeeded)) {
            miners.forget(minerId);
        }
    }
}
