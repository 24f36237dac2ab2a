package io.minerstream.pipeline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.pipeline.fault.DrillFindings.Rows;
import io.minerstream.pipeline.fault.FaultPlan.Reading;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrillFindingsTest {

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final TimeRange WINDOW = new TimeRange(FROM, FROM.plusSeconds(7200), Duration.ofMinutes(5));
    private static final FaultPlan PLAN = new FaultPlan(reading(1, 300), reading(2, 600), reading(3, 6600));
    private static final Map<Reading, Evidence> PLACES = Map.of(
            PLAN.doubled(), new Evidence("miner-telemetry", 4, 1302L),
            PLAN.outOfRange(), new Evidence("miner-telemetry", 1, 2294L));

    private final DrillFindings faults = DrillFindings.ofFaults(PLAN, PLACES, WINDOW, true);
    private final DrillFindings repair = DrillFindings.ofRepair(PLAN, PLACES, WINDOW, true);

    private static Reading reading(int miner, int second) {
        return new Reading(miner, FROM.plusSeconds(second));
    }

    @Test
    void shouldDeriveTheAlertsFromTheFaults() {
        assertThat(faults.alerts())
                .extracting(AlertStep::text)
                .containsExactly(
                        "FIRING count/miner/1, 2026-03-01T00:05:00Z, 23.0",
                        "FIRING gap/miner/1, 2026-03-01T00:05:00Z, " + 10 / 60.0,
                        "FIRING count/miner/2, 2026-03-01T00:10:00Z, 25.0",
                        "FIRING duplicate/miner/2, 2026-03-01T00:10:00Z, miner-telemetry 4 @ 1302",
                        "FIRING range/temperature/miner/3, 2026-03-01T01:50:00Z, 125.0, miner-telemetry 1 @ 2294",
                        "RESOLVED duplicate/miner/2, 2026-03-01T00:10:00Z, miner-telemetry 4 @ 1302");
        assertThat(faults.brokenRules())
                .isEqualTo(Map.of(Rule.COUNT, 2, Rule.GAP, 1, Rule.DUPLICATE, 1, Rule.RANGE, 1));
        assertThat(repair.alerts())
                .extracting(AlertStep::text)
                .containsExactly(
                        "RESOLVED count/miner/1, 2026-03-01T00:05:00Z, 23.0",
                        "RESOLVED gap/miner/1, 2026-03-01T00:05:00Z, " + 10 / 60.0,
                        "RESOLVED count/miner/2, 2026-03-01T00:10:00Z, 25.0",
                        "RESOLVED range/temperature/miner/3, 2026-03-01T01:50:00Z, 125.0, miner-telemetry 1 @ 2294");
        assertThat(repair.brokenRules()).isEmpty();
    }

    @Test
    void shouldFindNoDifferenceInWhatMustBeThereInAnyOrder() {
        List<AlertStep> reversed = new ArrayList<>();
        faults.alerts().forEach(alert -> reversed.add(0, alert));

        assertThat(faults.differences(new DrillFindings(reversed, faults.brokenRules(), faults.rows())))
                .isEmpty();
    }

    @Test
    void shouldNameEachDifference() {
        List<AlertStep> alerts = new ArrayList<>(repair.alerts());
        AlertStep missing = alerts.remove(0);
        AlertStep repeated = alerts.get(0);
        alerts.add(repeated);
        AlertStep other = new AlertStep(Rule.LATE, null, null, AlertState.FIRING, List.of(), null, null);
        alerts.add(other);
        Rows rows = new Rows(0, 1, 0, Set.of());

        assertThat(repair.differences(new DrillFindings(alerts, Map.of(Rule.LATE, 7), Optional.of(rows))))
                .containsExactly(
                        new Difference(Difference.Kind.ALERT, missing.text(), "-"),
                        new Difference(Difference.Kind.ALERT, "-", repeated.text()),
                        new Difference(Difference.Kind.ALERT, "-", "FIRING late/site"),
                        new Difference(Difference.Kind.VERDICT, "{}", "{LATE=7}"),
                        new Difference(
                                Difference.Kind.ROWS,
                                "missing=0, different=0, extra=0, []",
                                "missing=0, different=1, extra=0, []"));
        assertThat(repair.hasAlertsIn(alerts)).isFalse();
        assertThat(repair.hasAlertsIn(repair.alerts())).isTrue();
    }
}
