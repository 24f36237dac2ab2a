package io.minerstream.pipeline.fault;

import io.minerstream.avro.TelemetryAlert;
import java.util.List;
import java.util.stream.Stream;

/**
 * Result of a drill.
 *
 * @param plan the faults
 * @param faulty the run with the faults
 * @param repaired the run that repairs them
 * @param differences where what was found is not exactly what the faults must cause; empty when it is
 */
public record DrillOutcome(FaultPlan plan, DrillPhase faulty, DrillPhase repaired, List<Difference> differences) {

    public DrillOutcome {
        differences = List.copyOf(differences);
    }

    /** Whether exactly the faults were caught, and exactly what can be repaired was. */
    public boolean passed() {
        return differences.isEmpty();
    }

    /** The changes of alerts in both runs, in their order. */
    public Stream<TelemetryAlert> changes() {
        return Stream.of(faulty, repaired).flatMap(phase -> phase.alerts().stream());
    }
}
