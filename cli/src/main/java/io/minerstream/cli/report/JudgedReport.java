package io.minerstream.cli.report;

import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.warehouse.StatusMetrics;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.JudgedWindows;
import io.minerstream.validator.rule.StatusTally;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reference's checks by what the stream validator found.
 *
 * @param windows what was judged
 * @param verdicts one per window, ascending
 * @param alerts those that the windows raised
 * @param all whether all offenders are wanted, rather than {@value #MOST_OFFENDERS} of each check
 */
public record JudgedReport(
        JudgedWindows windows, List<WindowVerdict> verdicts, List<TelemetryAlert> alerts, boolean all) {

    static final int MOST_OFFENDERS = 10;

    /** A check and the rules that it stands for. A second record for a time point is not an interval apart, either. */
    enum Check {
        RECORD_COUNT(Rule.COUNT),
        CADENCE(Rule.GAP, Rule.DUPLICATE, Rule.OFF_CADENCE),
        METRICS(Rule.RANGE, Rule.NULLABILITY, Rule.FROZEN_VALUE),
        KNOWN_MINERS(Rule.UNKNOWN_MINER);

        @SuppressWarnings("ImmutableEnumChecker") // List.of.
        private final List<Rule> rules;

        Check(Rule... rules) {
            this.rules = List.of(rules);
        }
    }

    /** @param message empty when no alert tells more */
    record Offender(Rule rule, int minerId, String message) {}

    /**
     * Result of a check.
     *
     * @param miners that broke each rule, broken rules only; of several windows at least so many
     * @param failedWindows number of windows in which one of the rules was broken
     * @param offenders those to show, by rule and miner
     * @param more how many offenders are not shown
     */
    record Result(Check check, Map<Rule, Integer> miners, int failedWindows, List<Offender> offenders, int more) {

        boolean passed() {
            return failedWindows == 0;
        }
    }

    /** Whether every window passed. */
    public boolean passed() {
        return verdicts.stream().allMatch(WindowVerdict::getPassed);
    }

    /** A result for each check, in the order of the enum. */
    List<Result> results() {
        SortedMap<Rule, SortedMap<Integer, Offender>> offenders = offenders();
        return Arrays.stream(Check.values())
                .map(check -> result(check, offenders))
                .toList();
    }

    private Result result(Check check, Map<Rule, SortedMap<Integer, Offender>> all) {
        Map<Rule, Integer> miners = new EnumMap<>(Rule.class);
        int failedWindows = 0;
        for (WindowVerdict verdict : verdicts) {
            boolean failed = false;
            for (RuleFailures failures : verdict.getFailures()) {
                if (check.rules.contains(failures.getRule())) {
                    failed = true;
                    miners.merge(failures.getRule(), failures.getMiners(), Math::max);
                }
            }
            failedWindows += failed ? 1 : 0;
        }
        miners.replaceAll((rule, most) -> Math.max(most, all.get(rule).size()));
        List<Offender> shown = miners.keySet().stream()
                .flatMap(rule -> all.get(rule).values().stream())
                .limit(all() ? Long.MAX_VALUE : MOST_OFFENDERS)
                .toList();
        int known = miners.values().stream().mapToInt(Integer::intValue).sum();
        return new Result(check, miners, failedWindows, shown, known - shown.size());
    }

    /**
     * The verdicts name ten miners of each rule; the alerts tell of further ones, and what each broke. An alert of a rule that no
     * verdict counts, as of a record that was late, is left out.
     */
    private SortedMap<Rule, SortedMap<Integer, Offender>> offenders() {
        SortedMap<Rule, SortedMap<Integer, Offender>> offenders = new TreeMap<>();
        for (WindowVerdict verdict : verdicts) {
            for (RuleFailures failures : verdict.getFailures()) {
                Rule rule = failures.getRule();
                SortedMap<Integer, Offender> miners = offenders.computeIfAbsent(rule, any -> new TreeMap<>());
                failures.getExamples().forEach(miner -> miners.put(miner, new Offender(rule, miner, "")));
            }
        }
        for (TelemetryAlert alert : alerts) {
            if (offenders.containsKey(alert.getRule()) && alert.getMinerId() != null) {
                Offender offender = new Offender(alert.getRule(), alert.getMinerId(), alert.getMessage());
                offenders.get(alert.getRule()).merge(alert.getMinerId(), offender, JudgedReport::told);
            }
        }
        return offenders;
    }

    /** Of several alerts about several metrics, the same whatever their order. */
    private static Offender told(Offender left, Offender right) {
        boolean rightFirst = left.message().isEmpty() || right.message().compareTo(left.message()) < 0;
        return rightFirst ? right : left;
    }

    /** Between two readings of a miner. Of a site without miners: hourly, as the validator has it. */
    Duration interval() {
        return windows.interval().orElseGet(() -> verdicts.stream()
                .filter(verdict -> verdict.getExpectedRecords() > 0)
                .map(JudgedReport::interval)
                .findFirst()
                .orElse(TimeRange.HOURLY));
    }

    /** Of the miners that were judged, those that the site does not have are not expected to send. */
    private static Duration interval(WindowVerdict verdict) {
        int unknown = verdict.getFailures().stream()
                .filter(failures -> failures.getRule() == Rule.UNKNOWN_MINER)
                .mapToInt(RuleFailures::getMiners)
                .sum();
        Duration window = Duration.between(verdict.getWindowStart(), verdict.getWindowEnd());
        return window.multipliedBy(verdict.getMiners() - unknown).dividedBy(verdict.getExpectedRecords());
    }

    /** The records of each status, over all windows. */
    List<StatusMetrics> statuses() {
        SortedMap<String, StatusTally> statuses = new TreeMap<>();
        verdicts.forEach(verdict -> verdict.getStatuses()
                .forEach(status -> StatusTally.of(status.getStatus(), statuses).add(status)));
        return statuses.entrySet().stream()
                .filter(status -> status.getValue().records() > 0)
                .map(status -> metrics(status.getValue().toSummary(status.getKey())))
                .toList();
    }

    private static StatusMetrics metrics(StatusSummary status) {
        MetricSummary hashrate = status.getHashrate();
        MetricSummary temperature = status.getTemperature();
        return new StatusMetrics(
                status.getStatus(),
                status.getRecords(),
                average(hashrate),
                hashrate.getMin(),
                hashrate.getMax(),
                average(status.getPower()),
                temperature.getCount() == 0 ? null : average(temperature));
    }

    private static double average(MetricSummary metric) {
        return metric.getSum() / metric.getCount();
    }
}
