package io.minerstream.pipeline.fault;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.warehouse.Check;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.pipeline.fault.FaultPlan.Reading;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.run.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must be found in a phase of the drill, or is. Immutable.
 *
 * @param alerts changes of state, in any order
 * @param brokenRules how many miners break a rule, by the verdicts; empty when all windows pass
 * @param rows empty where no warehouse is known
 */
record DrillFindings(List<AlertStep> alerts, Map<Rule, Integer> brokenRules, Optional<Rows> rows) {

    /**
     * The rows of the run in the warehouse.
     *
     * @param missing rows that the run generated and that are not there
     * @param different rows with other values than generated
     * @param extra rows that the run did not generate
     * @param failed checks in SQL that fail
     */
    record Rows(long missing, long different, long extra, Set<Check> failed) {

        static final Rows EXACT = new Rows(0, 0, 0, Set.of());

        /** The withheld reading is missing, and so the miner's count and cadence are wrong; the upsert took the duplicate. */
        static final Rows FAULTY = new Rows(1, 1, 0, Set.of(Check.RECORD_COUNT, Check.CADENCE));

        private String text() {
            return "missing=%s, different=%s, extra=%s, %s".formatted(missing, different, extra, new TreeSet<>(failed));
        }

        static Rows of(ReplayResult rows, CheckReport checks) {
            return new Rows(
                    rows.missing(),
                    rows.different(),
                    rows.extra(),
                    checks.checks().stream()
                            .filter(result -> result.outcome() == Outcome.FAIL)
                            .map(CheckResult::check)
                            .collect(Collectors.toSet()));
        }
    }

    /** The alerts that the faults raise, as long as nothing is repaired. */
    private static List<AlertStep> alerts(FaultPlan plan, Map<Reading, Evidence> places, TimeRange window) {
        int timePoints = window.timePoints();
        double hours = window.interval().toSeconds() / 3600.0;
        return List.of(
                firing(Rule.COUNT, null, plan.withheld(), timePoints - 1.0, null),
                firing(Rule.GAP, null, plan.withheld(), 2 * hours, null),
                firing(Rule.COUNT, null, plan.doubled(), timePoints + 1.0, null),
                firing(Rule.DUPLICATE, null, plan.doubled(), null, places.get(plan.doubled())),
                firing(
                        Rule.RANGE,
                        Metric.TEMPERATURE.field(),
                        plan.outOfRange(),
                        FaultPlan.TEMPERATURE_C,
                        places.get(plan.outOfRange())));
    }

    private static AlertStep firing(Rule rule, String metric, Reading reading, Double observed, Evidence evidence) {
        return new AlertStep(
                rule, metric, reading.minerId(), AlertState.FIRING, List.of(reading.recordedAt()), observed, evidence);
    }

    /**
     * What the run with the faults must cause.
     *
     * @param places of the second of two equal readings, and of the reading out of range
     * @param window the one that has the faults
     * @param warehouse whether there is one
     */
    static DrillFindings ofFaults(FaultPlan plan, Map<Reading, Evidence> places, TimeRange window, boolean warehouse) {
        List<AlertStep> firing = alerts(plan, places, window);
        Map<Rule, Integer> broken = new TreeMap<>();
        firing.forEach(alert -> broken.merge(alert.rule(), 1, Integer::sum));
        return new DrillFindings(
                Stream.concat(firing.stream(), resolved(firing, true)).toList(), broken, rows(warehouse, Rows.FAULTY));
    }

    /** What the repair must cause; parameters as in {@link #ofFaults}. */
    static DrillFindings ofRepair(FaultPlan plan, Map<Reading, Evidence> places, TimeRange window, boolean warehouse) {
        return new DrillFindings(
                resolved(alerts(plan, places, window), false).toList(), Map.of(), rows(warehouse, Rows.EXACT));
    }

    /** @param alone whether to take those that resolve without a repair */
    private static Stream<AlertStep> resolved(List<AlertStep> firing, boolean alone) {
        return firing.stream()
                .filter(alert -> alone == (alert.rule() == Rule.DUPLICATE))
                .map(alert -> alert.in(AlertState.RESOLVED));
    }

    private static Optional<Rows> rows(boolean warehouse, Rows rows) {
        return warehouse ? Optional.of(rows) : Optional.empty();
    }

    /** What was found. */
    static DrillFindings of(List<AlertStep> alerts, List<WindowVerdict> verdicts, Optional<Rows> rows) {
        Map<Rule, Integer> broken = new TreeMap<>();
        verdicts.stream()
                .flatMap(verdict -> verdict.getFailures().stream())
                .forEach(failures -> broken.merge(failures.getRule(), failures.getMiners(), Integer::sum));
        return new DrillFindings(List.copyOf(alerts), broken, rows);
    }

    /** What is there too little and too much, against what must be there; empty when nothing is. */
    List<Difference> differences(DrillFindings found) {
        List<Difference> differences = new ArrayList<>();
        minus(alerts, found.alerts)
                .forEach(alert ->
                        differences.add(new Difference(Difference.Kind.ALERT, alert.text(), Difference.NOTHING)));
        minus(found.alerts, alerts)
                .forEach(alert ->
                        differences.add(new Difference(Difference.Kind.ALERT, Difference.NOTHING, alert.text())));
        if (!brokenRules.equals(found.brokenRules)) {
            differences.add(
                    new Difference(Difference.Kind.VERDICT, brokenRules.toString(), found.brokenRules.toString()));
        }
        if (!rows.equals(found.rows)) {
            differences.add(new Difference(Difference.Kind.ROWS, text(rows), text(found.rows)));
        }
        return differences;
    }

    private static String text(Optional<Rows> rows) {
        return rows.map(Rows::text).orElse(Difference.NOTHING);
    }

    /** Whether all alerts are there that must be. */
    boolean hasAlertsIn(List<AlertStep> found) {
        return minus(alerts, found).isEmpty();
    }

    private static <T> List<T> minus(List<T> all, List<T> others) {
        List<T> rest = new ArrayList<>(all);
        others.forEach(rest::remove);
        return rest;
    }
}
