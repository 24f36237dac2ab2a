package io.minerstream.pipeline.replay;

import io.minerstream.avro.SimulationRun;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.util.List;

/**
 * What is to land again.
 *
 * @param range its time points
 * @param runs those that are compared with the table afterwards, at least one
 */
public record ReplayTarget(TimeRange range, List<RunToVerify> runs) {

    public ReplayTarget {
        runs = List.copyOf(runs);
    }

    /**
     * A run.
     *
     * @param run a known one
     */
    public static ReplayTarget of(RunToVerify run) {
        SimulationRun manifest = run.manifest().orElseThrow();
        TimeRange range =
                new TimeRange(manifest.getFrom(), manifest.getTo(), Duration.ofSeconds(manifest.getIntervalSeconds()));
        return new ReplayTarget(range, List.of(run));
    }

    /**
     * A range; the completed runs of a site that touch it are compared.
     *
     * @throws io.minerstream.pipeline.PipelineException as {@link RunLookup#within} has it
     */
    public static ReplayTarget of(Connections connections, int siteId, TimeRange range) {
        return new ReplayTarget(range, new RunLookup(connections).within(siteId, range));
    }
}
