package io.minerstream.pipeline.replay;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.run.TimeRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Which runs land again.
 *
 * @param range what was asked for
 * @param runs the oldest first
 * @param leftOut a sentence for each run with readings in the range that is none of them
 * @param findings a sentence for each reason why a run must not land again
 */
record Selection(TimeRange range, List<SimulationRun> runs, List<String> leftOut, List<String> findings) {

    /** One run, whatever its state. */
    static Selection of(RunHistory history, SimulationRun run) {
        return new Selection(RunHistory.range(run), List.of(run), List.of(), obstacles(history, run));
    }

    /**
     * The completed runs of a site that have rows in a range; of runs with the same readings the last. Says nothing of a run whose
     * time points a later one of them has all.
     */
    static Selection within(RunHistory history, int siteId, TimeRange range) {
        List<SimulationRun> all = history.combinedOf(siteId).stream()
                .filter(RunHistory::mayHoldReadings)
                .filter(run -> RunHistory.touches(run, range.from(), range.to()))
                .toList();
        List<SimulationRun> runs = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            SimulationRun run = all.get(i);
            if (obstacles(history, run).isEmpty()
                    && runs.stream().noneMatch(later -> RunHistory.haveSameReadings(run, later))) {
                runs.add(0, run);
            }
        }
        List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            SimulationRun run = all.get(i);
            List<SimulationRun> later = all.subList(i, all.size());
            if (runs.stream()
                    .noneMatch(taken ->
                            RunHistory.haveSameReadings(run, taken) || (later.contains(taken) && covers(taken, run)))) {
                leftOut.addAll(obstacles(history, run));
            }
        }
        return new Selection(range, runs, leftOut, List.of());
    }

    private static boolean covers(SimulationRun later, SimulationRun run) {
        return !run.getFrom().isBefore(later.getFrom()) && !run.getTo().isAfter(later.getTo());
    }

    private static List<String> obstacles(RunHistory history, SimulationRun run) {
        List<String> obstacles = new ArrayList<>();
        if (run.getState() != RunState.COMPLETED) {
            obstacles.add("run %s: must be COMPLETED, got %s with %s of %s readings committed; %s"
                    .formatted(
                            run.getRunId(),
                            run.getState(),
                            RunHistory.committed(run),
                            run.getExpectedRecords(),
                            run.getState() == RunState.STARTED
                                    ? "the command that began it resumes it"
                                    : "`minerstream generate --force` writes its range again"));
        }
        history.replacing(run)
                .ifPresent(other -> obstacles.add(
                        "run %s: must be the last run of its range, got run %s from %s to %s after it, which may have replaced its rows; replay that run, or write this one again by `minerstream generate --force`"
                                .formatted(run.getRunId(), other.getRunId(), other.getFrom(), other.getTo())));
        return obstacles;
    }
}
