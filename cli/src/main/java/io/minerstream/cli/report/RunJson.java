package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import java.util.List;

/** Manifests of runs for programs. */
public final class RunJson {

    private RunJson() {}

    /** Runs, each shard by itself. */
    public static ObjectNode of(List<SimulationRun> runs) {
        ObjectNode json = JsonOutput.object();
        ArrayNode array = json.putArray("runs");
        runs.forEach(run -> array.add(of(run)));
        return json;
    }

    private static ObjectNode of(SimulationRun run) {
        return JsonOutput.object()
                .put("runId", run.getRunId())
                .put("shard", run.getShard())
                .put("shards", run.getShards())
                .put("siteId", run.getSiteId())
                .put("from", run.getFrom().toString())
                .put("to", run.getTo().toString())
                .put("intervalSeconds", run.getIntervalSeconds())
                .put("seed", run.getSeed())
                .put("profile", run.getProfile())
                .put("poolDifficulty", run.getPoolDifficulty())
                .put("miners", run.getMiners())
                .put("partitions", run.getPartitions())
                .put("state", run.getState().name())
                .put("exactlyOnce", run.getExactlyOnce())
                .put("expectedRecords", run.getExpectedRecords())
                .put("committedRecords", RunHistory.committed(run))
                .put("committedUntil", RunHistory.committedUntil(run).toString())
                .put("live", run.getLive())
                .put("startedAt", run.getStartedAt().toString())
                .put("updatedAt", run.getUpdatedAt().toString());
    }
}
