package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.HourWindow;
import io.minerstream.validator.rule.MinerWindow;
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
    private final RunLedger ledger;
    private final AlertWriter alerts;

    WindowCloser(KeyValueStore<Integer, MinerState> miners, RunLedger ledger, AlertWriter alerts) {
        this.miners = miners;
        this.ledger = ledger;
        this.alerts = alerts;
    }

    /** What came of it. */
    record Outcome(PartialVerdict verdict, List<TelemetryAlert> alerts) {}

    /** Judges a window of a run and notes that it is judged. */
    Outcome close(OpenRun run, int index, int partition, long nowMs) {
        Plan plan = run.record().plan();
        HourWindow window = plan.windows().window(index);
        WindowJudgement judgement = new WindowJudgement(plan.siteId(), run.id(), window);
        List<TelemetryAlert> raised = new ArrayList<>();
        List<Integer> strangers = new ArrayList<>();
        try (KeyValueIterator<Integer, MinerState> all = miners.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, MinerState> miner = all.next();
                MinerWindow sent = miner.value.cut(run.id(), window);
                for (Breach breach : judgement.judge(miner.key, miner.value.entry(), sent)) {
                    raised.add(alerts.ofWindow(breach, plan.siteId(), run.id(), window, nowMs));
                }
                if (miner.value.entry() == null) {
                    strangers.add(miner.key);
                }
            }
        }
        run.tallies()
                .subMap(window.fromHour(), window.toHour())
                .values()
                .forEach(hour -> judgement.tally(hour.records(), hour.duplicates(), hour.statuses()));
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
        if (state.retain(ledger::isDayNeeded)) {
            miners.put(minerId, null);
        }
    }
}
