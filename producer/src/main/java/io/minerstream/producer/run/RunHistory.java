package io.minerstream.producer.run;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The runs that were started so far, each in its last known state. Immutable. */
public final class RunHistory {

    private final List<SimulationRun> runs;

    /** @param runs one manifest for each run or shard of a run, in any order */
    public RunHistory(Collection<SimulationRun> runs) {
        this.runs = runs.stream()
                .sorted(Comparator.comparing(SimulationRun::getStartedAt).thenComparing(SimulationRun::getRunId))
                .toList();
    }

    /** All manifests, the oldest first. */
    public List<SimulationRun> all() {
        return runs;
    }

    /** The manifests of a run, by shard; empty when there is no such run. */
    public List<SimulationRun> of(RunId id) {
        return runs.stream()
                .filter(run -> run.getRunId().equals(id.text()))
                .sorted(Comparator.comparingInt(SimulationRun::getShard))
                .toList();
    }

    /** The manifest of a shard of a run; empty when it was never started. */
    public Optional<SimulationRun> find(RunId id, Shard shard) {
        return of(id).stream()
                .filter(run -> run.getShard() == shard.index() && run.getShards() == shard.count())
                .findFirst();
    }

    /**
     * The spec with the id under which its readings are to be generated: that of the interrupted run, if there is one, else a new one.
     * Without {@code force} it may be that of a completed run, which cannot be published again.
     */
    public RunSpec identify(RunSpec spec) {
        for (int attempt = 0; ; attempt++) {
            RunSpec identified = spec.withId(spec.derivedId(attempt));
            boolean taken = of(identified.id()).stream().anyMatch(run -> isTaken(run, spec.shard()));
            if (!taken || !spec.force()) {
                return identified;
            }
        }
    }

    /** Whether a shard cannot be written under the id of a run: it is over, or the run has other shards. */
    private static boolean isTaken(SimulationRun run, Shard shard) {
        return run.getShards() == shard.count()
                ? run.getShard() == shard.index() && !isResumable(run)
                : mayHoldReadings(run);
    }

    /** Whether a run can resume: it is not completed, and was not aborted with committed readings. */
    public static boolean isResumable(SimulationRun run) {
        return run.getState() == RunState.STARTED || (run.getState() == RunState.ABORTED && !mayHoldReadings(run));
    }

    /** All runs of a site, the oldest first. */
    public List<SimulationRun> of(int siteId) {
        return runs.stream().filter(run -> run.getSiteId() == siteId).toList();
    }

    /** A run over all its shards, see {@link #combined}; empty when there is none of this id. */
    public Optional<SimulationRun> find(RunId id) {
        List<SimulationRun> shards = of(id);
        return shards.isEmpty() ? Optional.empty() : Optional.of(combined(shards));
    }

    /** All runs of a site, each over all its shards, the oldest first. */
    public List<SimulationRun> combinedOf(int siteId) {
        return of(siteId).stream()
                .collect(Collectors.groupingBy(SimulationRun::getRunId, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(RunHistory::combined)
                .toList();
    }

    /**
     * One manifest for a run in shards: what it expects and has committed are their sums, and a time point is committed when it
     * is in every shard. It is completed when every shard is, and aborted when any was.
     */
    private static SimulationRun combined(List<SimulationRun> shards) {
        SimulationRun first = shards.get(0);
        if (first.getShards() == 1) {
            return first;
        }
        boolean allThere = shards.size() == first.getShards();
        RunState state = RunState.STARTED;
        if (shards.stream().anyMatch(shard -> shard.getState() == RunState.ABORTED)) {
            state = RunState.ABORTED;
        } else if (allThere && shards.stream().allMatch(shard -> shard.getState() == RunState.COMPLETED)) {
            state = RunState.COMPLETED;
        }
        Instant until = allThere
                ? shards.stream()
                        .map(RunHistory::committedUntil)
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                : first.getFrom();
        return SimulationRun.newBuilder(first)
                .setState(state)
                .setExpectedRecords(shards.stream()
                        .mapToLong(SimulationRun::getExpectedRecords)
                        .sum())
                .setProgress(new RunProgress(
                        shards.stream().mapToLong(RunHistory::committed).sum(), until))
                .setShard(0)
                .setShards(1)
                .setExactlyOnce(shards.stream().allMatch(SimulationRun::getExactlyOnce))
                .build();
    }

    /**
     * Other runs of a site that have readings inside a range, or may have: completed ones, others as far as they are committed,
     * and those without transactions to their end.
     *
     * @param own the run that asks, as one of {@code shards}; these do not exclude each other
     * @return the oldest first; empty when the range is free
     */
    public List<SimulationRun> overlapping(int siteId, TimeRange range, RunId own, int shards) {
        return of(siteId).stream()
                .filter(run -> !run.getRunId().equals(own.text()) || run.getShards() != shards)
                .filter(RunHistory::mayHoldReadings)
                .filter(run -> touches(run, range.from(), range.to()))
                .toList();
    }

    /**
     * The run of a site that was started last among some; of it, something is committed.
     *
     * @param among which runs count
     */
    public Optional<SimulationRun> latest(int siteId, Predicate<SimulationRun> among) {
        return of(siteId).stream()
                .filter(run -> committed(run) > 0)
                .filter(among)
                .reduce((earlier, later) -> later);
    }

    /**
     * The run that replaced rows of another last, or may have: started later, with other readings in its range. A completed run with
     * the same readings puts the rows back.
     *
     * @param run over all its shards
     */
    public Optional<SimulationRun> replacing(SimulationRun run) {
        Optional<SimulationRun> replacing = Optional.empty();
        for (SimulationRun other : combinedOf(run.getSiteId())) {
            if (haveSameReadings(run, other)) {
                boolean isBack = other.getState() == RunState.COMPLETED
                        || other.getRunId().equals(run.getRunId());
                replacing = isBack ? Optional.empty() : replacing;
            } else if (mayHoldReadings(other) && touches(other, run.getFrom(), run.getTo())) {
                replacing = Optional.of(other);
            }
        }
        return replacing;
    }

    /** Whether two runs write the same values for the same miners and times: it is one run, or one was generated again. */
    public static boolean haveSameReadings(SimulationRun one, SimulationRun other) {
        return one.getRunId().equals(other.getRunId())
                || (one.getFleetChecksum() != 0 && readings(one).equals(readings(other)));
    }

    private static List<Object> readings(SimulationRun run) {
        return List.of(
                run.getSiteId(),
                range(run),
                run.getSeed(),
                run.getProfile(),
                run.getPoolDifficulty(),
                run.getFleetChecksum());
    }

    /** The time points of a run, whatever is committed of them. */
    public static TimeRange range(SimulationRun run) {
        return new TimeRange(run.getFrom(), run.getTo(), Duration.ofSeconds(run.getIntervalSeconds()));
    }

    /** End, exclusive, of what is committed of a run. */
    public static Instant committedUntil(SimulationRun run) {
        return run.getState() == RunState.COMPLETED
                ? run.getTo()
                : run.getProgress().getCommittedUntil();
    }

    /** Whether any reading of a run can be read: one is committed, or it was written without transactions. */
    public static boolean mayHoldReadings(SimulationRun run) {
        return committed(run) > 0 || mayHoldMore(run);
    }

    /** Whether a run may have readings behind its progress: it was written without transactions, and not to its end. */
    public static boolean mayHoldMore(SimulationRun run) {
        return !run.getExactlyOnce() && run.getState() != RunState.COMPLETED;
    }

    /** End, exclusive, of what a run may have readings of. */
    public static Instant occupiedUntil(SimulationRun run) {
        return mayHoldMore(run) ? run.getTo() : committedUntil(run);
    }

    /** Whether a run may have readings from {@code from} to {@code to}, the end excluded. */
    public static boolean touches(SimulationRun run, Instant from, Instant to) {
        return run.getFrom().isBefore(to) && from.isBefore(occupiedUntil(run));
    }

    /** Committed readings of a run. */
    public static long committed(SimulationRun run) {
        return run.getProgress().getCommittedRecords();
    }
}
