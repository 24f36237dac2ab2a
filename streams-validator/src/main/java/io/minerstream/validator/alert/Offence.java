package io.minerstream.validator.alert;

import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.alert.AlertCycle.Span;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.RulePolicy;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RunName;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.rule.Verdicts;
import java.time.Instant;
import java.util.List;

/**
 * A broken rule, where and in which records.
 *
 * @param breach the rule and what broke it
 * @param policy what the miner is judged by
 * @param siteId site of the miner; null when it is not known
 * @param rostered whether the roster has the miner
 * @param run packed id of the run, or of the window of event time
 * @param interval interval of the readings
 * @param window the judged window; null for single readings
 * @param first first offending record; null for windows
 * @param last last offending record; null for windows
 */
public record Offence(
        Breach breach,
        MinerPolicy policy,
        Integer siteId,
        boolean rostered,
        long run,
        Interval interval,
        TimeWindow window,
        Evidence first,
        Evidence last) {

    /** The run as text; null when there is none. */
    String runId() {
        return run == ReceivedReading.NO_RUN ? null : RunName.of(run);
    }

    /** How the broken rule is applied. */
    RulePolicy rule() {
        return policy.of(breach.rule());
    }

    boolean isOfWindow() {
        return window != null;
    }

    Integer windowSite() {
        return isOfWindow() ? siteId : null;
    }

    /** Key of the verdict that its window is a part of; of a silence, where all partitions must have looked for others. */
    String awaits() {
        if (breach.rule() == Rule.SILENT_MINER) {
            List<Instant> points = breach.timePoints();
            return SilenceLooks.awaits(runId(), points.get(points.size() - 1));
        }
        return isOfWindow() ? Verdicts.collecting(siteId, window, run) : AlertChange.NOTHING;
    }

    /** From the first time point that breaks the rule to the last one, or to the end of the window. */
    Span span() {
        List<Instant> points = breach.timePoints();
        Instant from = points.isEmpty() ? window.start() : points.get(0);
        Instant to = isOfWindow() ? window.end() : points.get(points.size() - 1);
        return new Span(from.toEpochMilli(), to.toEpochMilli(), run, interval);
    }
}
