package io.minerstream.producer.run;

import io.minerstream.avro.SimulationRun;
import io.minerstream.schemas.run.TimeRange;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A part of the range was generated before, and doing it again was not asked for. Nothing was written. */
public final class ExistingRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LISTED = 5;

    /** @param existing the runs that overlap, at least one */
    public ExistingRunException(int siteId, TimeRange range, List<SimulationRun> existing) {
        super("site_id=%s already has readings between %s and %s (end excluded): %s%s; %s"
                .formatted(
                        siteId,
                        range.from(),
                        range.to(),
                        existing.stream()
                                .limit(LISTED)
                                .map(ExistingRunException::describe)
                                .collect(Collectors.joining("; ")),
                        existing.size() > LISTED ? "; and %s more runs".formatted(existing.size() - LISTED) : "",
                        "nothing was written; choose another range, or --force to generate it again"));
    }

    private static String describe(SimulationRun run) {
        return "run %s wrote %s%s records from %s to %s (%s at %s)"
                .formatted(
                        run.getRunId(),
                        RunHistory.mayHoldMore(run) ? "at least " : "",
                        RunHistory.committed(run),
                        run.getFrom(),
                        RunHistory.occupiedUntil(run),
                        run.getState().name().toLowerCase(Locale.ROOT),
                        run.getUpdatedAt());
    }
}
