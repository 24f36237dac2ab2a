package io.minerstream.cli.report;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Manifests of runs for people. Immutable. */
public final class RunText {

    /** Numbers. */
    private static final Set<Integer> RIGHT_ALIGNED = Set.of(1, 4, 6, 7);

    private final Messages messages;

    public RunText(Messages messages) {
        this.messages = messages;
    }

    /** Whether every shard of a run exists and is completed. */
    public static boolean isComplete(List<SimulationRun> shards) {
        return shards.size() == shards.get(0).getShards()
                && shards.stream().allMatch(shard -> shard.getState() == RunState.COMPLETED);
    }

    /** A line for each run or shard, below a heading. */
    public List<String> table(List<SimulationRun> runs) {
        if (runs.isEmpty()) {
            return List.of(messages.text("runs.none"));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("runs.id"),
                messages.text("runs.site"),
                messages.text("runs.from"),
                messages.text("runs.to"),
                messages.text("runs.miners"),
                messages.text("runs.state"),
                messages.text("runs.committed"),
                messages.text("runs.expected"),
                messages.text("runs.updated")));
        runs.forEach(run -> rows.add(List.of(
                name(run),
                String.valueOf(run.getSiteId()),
                run.getFrom().toString(),
                run.getTo().toString(),
                Messages.grouped(run.getMiners()),
                state(run),
                Messages.grouped(RunHistory.committed(run)),
                Messages.grouped(run.getExpectedRecords()),
                run.getUpdatedAt().toString())));
        return Columns.table(rows, RIGHT_ALIGNED);
    }

    /** One run: what its shards share, and a table of them. */
    public List<String> details(List<SimulationRun> shards) {
        SimulationRun run = shards.get(0);
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(
                "runs.details",
                run.getRunId(),
                run.getSiteId(),
                run.getSeed(),
                run.getProfile(),
                String.valueOf(run.getPoolDifficulty()),
                run.getIntervalSeconds(),
                run.getPartitions()));
        if (shards.stream().anyMatch(RunHistory::mayHoldMore)) {
            lines.add(messages.text("runs.may.hold.more"));
        }
        lines.add("");
        lines.addAll(table(shards));
        if (run.getShards() > shards.size()) {
            lines.add(messages.text("runs.shards.missing", run.getShards() - shards.size(), run.getShards()));
        }
        return lines;
    }

    private String state(SimulationRun run) {
        String state = messages.word("runs.state", run.getState());
        return run.getExactlyOnce() ? state : messages.text("runs.state.no.transactions", state);
    }

    private static String name(SimulationRun run) {
        return run.getRunId() + (run.getShards() == 1 ? "" : " " + run.getShard() + "/" + run.getShards());
    }
}
