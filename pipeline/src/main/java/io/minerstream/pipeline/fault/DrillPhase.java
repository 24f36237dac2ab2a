package io.minerstream.pipeline.fault;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.producer.replay.ReplayResult;
import java.util.List;
import java.util.Optional;

/**
 * One of the two runs of a drill.
 *
 * @param run what became of it
 * @param alerts the changes of alerts that came with it, in their order
 * @param rows its rows against what was generated; empty where no warehouse is known
 */
public record DrillPhase(RunOutcome run, List<TelemetryAlert> alerts, Optional<ReplayResult> rows) {

    public DrillPhase {
        alerts = List.copyOf(alerts);
    }
}
