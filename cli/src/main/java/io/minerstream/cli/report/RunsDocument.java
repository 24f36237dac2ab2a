package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import java.time.Instant;
import java.util.List;

/** The JSON of runs, each shard by itself. */
public record RunsDocument(List<Shard> runs) {

    /** A manifest, and what is committed. */
    public record Shard(@JsonUnwrapped SimulationRun run, long committedRecords, Instant committedUntil) {}

    /** The document of manifests. */
    public static RunsDocument of(List<SimulationRun> runs) {
        return new RunsDocument(runs.stream()
                .map(run -> new Shard(run, RunHistory.committed(run), RunHistory.committedUntil(run)))
                .toList());
    }
}
