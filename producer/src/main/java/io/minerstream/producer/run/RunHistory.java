package io.minerstream.producer.run;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The runs that were started so far, each in its last known state. Immutable. */
public final class RunHistory {

    private final List<SimulationRun> runs;

    /** @param runs one manifest for each run, in any order */
    public RunHistory(Collection<SimulationRun> runs) {
        this.runs = runs.stream()
                .sorted(Comparator.comparing(SimulationRun::getStartedAt).thenComparing(SimulationRun::getRunId))
                .toList();
    }

    /** All runs of a site, the oldest first. */
    public List<SimulationRun> of(int siteId) {
        return runs.stream().filter(run -> run.getSiteId() == siteId).toList();
    }

    /** The run with this id; empty when there is none. */
    public Optional<SimulationRun> find(RunId id) {
        return runs.stream().filter(run -> run.getRunId().equals(id.text())).findFirst();
    }

    /**
     * The runs of a site that have readings inside a range: completed ones, and others as far as they are committed.
     *
     * @return the oldest first; empty when the range is free
     */
    public List<SimulationRun> overlapping(int siteId, TimeRange range) {
        return of(siteId).stream()
                .filter(run -> committed(run) > 0)
                .filter(run ->
                        run.getFrom().isBefore(range.to()) && range.from().isBefore(committedUntil(run)))
                .toList();
    }

    /** End, exclusive, of what is committed of a run. */
    static Instant committedUntil(SimulationRun run) {
        return run.getState() == RunState.COMPLETED
                ? run.getTo()
                : run.getProgress().getCommittedUntil();
    }

    /** Committed readings of a run. */
    static long committed(SimulationRun run) {
        return run.getProgress().getCommittedRecords();
    }
}
