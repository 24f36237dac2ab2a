package io.minerstream.pipeline.replay;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs of site 5 with two miners, started in the order in which they are added. */
final class KnownRuns {

    static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");

    private final List<SimulationRun> runs = new ArrayList<>();

    KnownRuns completed(String id, int fromHour, int toHour, long seed) {
        return add(id, RunState.COMPLETED, fromHour, toHour, toHour, seed);
    }

    KnownRuns aborted(String id, int fromHour, int toHour, int untilHour, long seed) {
        return add(id, RunState.ABORTED, fromHour, toHour, untilHour, seed);
    }

    KnownRuns started(String id, int fromHour, int toHour, int untilHour, long seed) {
        return add(id, RunState.STARTED, fromHour, toHour, untilHour, seed);
    }

    private KnownRuns add(String id, RunState state, int from, int to, int until, long seed) {
        Instant start = DAY.plusSeconds(runs.size());
        runs.add(SimulationRun.newBuilder()
                .setRunId(id)
                .setSiteId(5)
                .setFrom(hour(from))
                .setTo(hour(to))
                .setIntervalSeconds(3600)
                .setSeed(seed)
                .setProfile("realistic")
                .setMiners(2)
                .setPartitions(6)
                .setExpectedRecords(2L * (to - from))
                .setState(state)
                .setStartedAt(start)
                .setUpdatedAt(start)
                .setProgress(RunProgress.newBuilder()
                        .setCommittedRecords(2L * (until - from))
                        .setCommittedUntil(hour(until))
                        .build())
                .setFleetChecksum(99)
                .build());
        return this;
    }

    static Instant hour(int hour) {
        return DAY.plusSeconds(3600L * hour);
    }

    RunHistory history() {
        return new RunHistory(runs);
    }

    SimulationRun find(String id) {
        return runs.stream()
                .filter(run -> run.getRunId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
