package io.minerstream.pipeline.verify;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.producer.run.RunSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * A run with everything needed to compute it again.
 *
 * @param manifest last manifest of the run; empty for a run described by seed, profile and range
 * @param siteId {@code hosting_sites.id}
 * @param seed of every value
 * @param profile name of the signal profile
 * @param to end of the whole run, exclusive; later than that of the replay when the run is not complete
 * @param replay its committed rows
 * @param fleet where the miners come from
 */
public record RunToVerify(
        Optional<SimulationRun> manifest,
        int siteId,
        long seed,
        String profile,
        Instant to,
        RunReplay replay,
        FleetOrigin fleet) {

    /** Where the miners of a run come from. */
    public enum FleetOrigin {
        /** The roster topic, as of the start of the run. */
        ROSTER,
        /** The database, as it is today. */
        DATABASE
    }

    static RunToVerify known(SimulationRun manifest, RunReplay replay, FleetOrigin fleet) {
        return new RunToVerify(
                Optional.of(manifest),
                manifest.getSiteId(),
                manifest.getSeed(),
                manifest.getProfile(),
                manifest.getTo(),
                replay,
                fleet);
    }

    static RunToVerify described(RunSpec spec, RunReplay replay) {
        return new RunToVerify(
                Optional.empty(),
                spec.siteId(),
                spec.seed(),
                spec.profile().word(),
                spec.range().to(),
                replay,
                FleetOrigin.DATABASE);
    }

    /** Null for a run that is described rather than known. */
    public String runId() {
        return manifest.map(SimulationRun::getRunId).orElse(null);
    }

    /** Whether no more rows are expected: a completed run, or a described one. */
    public boolean isComplete() {
        return manifest.map(run -> run.getState() == RunState.COMPLETED).orElse(true);
    }
}
