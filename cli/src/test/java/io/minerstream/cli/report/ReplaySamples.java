package io.minerstream.cli.report;

import io.minerstream.pipeline.replay.RegenerationOutcome;
import io.minerstream.pipeline.replay.RegenerationPlan;
import io.minerstream.pipeline.replay.ReplayOutcome;
import io.minerstream.pipeline.replay.ReplayPlan;
import io.minerstream.pipeline.replay.ReplayTarget;
import java.time.Duration;
import java.util.List;

/** Replays, both ways. */
final class ReplaySamples {

    private ReplaySamples() {}

    /** Of a topic whose oldest records are gone, into a table without a unique key. */
    static ReplayPlan plan() {
        return new ReplayPlan(
                "telemetry",
                "miner-telemetry",
                new ReplayTarget(
                        SampleResults.DAY,
                        List.of(SampleResults.exact().run()),
                        List.of("run aborted1: must be COMPLETED"),
                        List.of()),
                List.of(
                        new ReplayPlan.Partition(0, 100, 1_234L, 100, 1_300),
                        new ReplayPlan.Partition(1, 0, null, 0, 9)),
                List.of("miner_telemetry: must have a key"));
    }

    static ReplayOutcome outcome() {
        return new ReplayOutcome(plan(), Duration.ofMillis(1_500), List.of(SampleResults.exact()));
    }

    /** Resumes, and cannot: the sink is paused. */
    static RegenerationPlan regenerationPlan() {
        return new RegenerationPlan(
                "telemetry",
                "miner-telemetry",
                plan().target(),
                List.of(new RegenerationPlan.Regenerated(SampleResults.exact().run(), SampleResults.preview())),
                List.of("sink: connector telemetry is paused or stopped"));
    }

    static RegenerationOutcome regenerated() {
        return new RegenerationOutcome(
                regenerationPlan(), 138, Duration.ofMillis(1_500), List.of(SampleResults.exact()));
    }
}
