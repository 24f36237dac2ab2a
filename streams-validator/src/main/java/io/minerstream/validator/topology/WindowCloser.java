package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosterStatus;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.rule.WindowJudgement;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Judges a window: scans every miner of the partition, so that one that sent nothing is found too. */
final class WindowCloser {

    private final KeyValueStore<Integer, MinerState> miners;
    private final RosterStore roster;
    private final RunLedger ledger;
    private final AlertWriter alerts;

    WindowCloser(KeyValueStore<Integer, MinerState> miners, RosterStore roster, RunLedger ledger, AlertWriter alerts) {
        this.miners = miners;
        this.roster = roster;
        this.ledger = ledger;
        this.alerts = alerts;
    }

    /** What came of it. */
    record Outcome(PartialVerdict verdict, List<TelemetryAlert> alerts) {}

    /** Judges a window of a run and notes that it is judged. */
    Outcome close(OpenRun run, int index, int partition, long nowMs) {
        Plan plan = run.record().plan();
        TimeWindow window = plan.windows().window(index);
        WindowJudgement judgement = new WindowJudgement(plan.siteId(), run.id(), window);
        List<TelemetryAlert> raised = new ArrayList<>();
        List<Integer> strangers = new ArrayList<>();
        long fromMs = window.start().toEpochMilli();
        long lastMs = window.at(window.to() - 1).toEpochMilli();
        try (KeyValueIterator<Integer, MinerState> all = miners.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, MinerState> miner = all.next();
                MinerWindow sent = miner.value.cut(run.id(), window);
                List<RosterStatus> entries = roster.between(miner.key, miner.value, fromMs, lastMs);
                for (Breach breach : judgement.judge(miner.key, entries, sent)) {
                    raised.add(alerts.ofWindow(breach, plan.siteId(), run.id(), window, nowMs));
                }
                if (!miner.value.isRostered()) {
                    strangers.add(miner.key);
                }
            }
        }
        run.tallies(window)
                .values()
                .forEach(point -> judgement.tally(point.records(), point.duplicates(), point.statuses()));
        ledger.close(run, index);
        strangers.forEach(this::forgetIfDone);
        PartialVerdict verdict = new PartialVerdict(
                partition,
                plan.partitions(),
                run.record().firstSeenMs(),
                judgement.verdict(Instant.ofEpochMilli(nowMs)));
        return new Outcome(verdict, raised);
    }

    /** Miners that the roster does not have are forgotten with the last of their windows; others stay with the roster. */
    private void forgetIfDone(int minerId) {
        MinerState state = miners.get(minerId);
        if (state.retain(ledger::isNeeded)) {
            miners.put(minerId, null);
        }
    }
}
