package io.minerstream.producer.live;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a live session begins: a pure function of what was asked for, of what exists, and of the time.
 *
 * <ol>
 *   <li>With the interrupted live run, at its first time point that is not committed.
 *   <li>Of several shards: with the first run that another shard has begun and this one has not, so that all have the same runs.
 *   <li>Else, where the last live run ended; without one, at the time point of now; with a backfill, so much before now, though
 *       never before the end of the last live run. From there, behind the readings that exist without a gap.
 * </ol>
 *
 * @param run the first run
 * @param next its first time point that is not committed
 * @param end of the session, exclusive; empty for never
 */
record LiveStart(RunSpec run, Instant next, Optional<Instant> end) {

    /** Whether all time points of the session exist already. */
    boolean isDone() {
        return end.isPresent() && !next.isBefore(end.get());
    }

    /**
     * Decides.
     *
     * @param outside readings from a time on that the history does not know
     * @throws LiveConflictException when the session would overlap existing readings, or resume with other options
     */
    static LiveStart of(
            LiveSpec spec, RunHistory history, Function<Instant, List<ExistingCoverage>> outside, Instant now) {
        return new Decision(spec, history, outside, now).decide();
    }

    private record Decision(
            LiveSpec spec, RunHistory history, Function<Instant, List<ExistingCoverage>> outside, Instant now) {

        LiveStart decide() {
            List<SimulationRun> live = liveRuns();
            live.stream().filter(run -> run.getState() == RunState.STARTED).forEach(this::requireSame);
            List<SimulationRun> own = live.stream().filter(this::isOwn).toList();
            Optional<SimulationRun> open = own.stream()
                    .filter(run -> run.getState() == RunState.STARTED)
                    .findFirst();
            if (open.isPresent()) {
                return resume(open.get());
            }
            Optional<Instant> ownEnd =
                    own.stream().map(RunHistory::committedUntil).max(Comparator.naturalOrder());
            return live.stream()
                    .filter(this::isSibling)
                    .filter(run -> ownEnd.isEmpty() || !run.getFrom().isBefore(ownEnd.get()))
                    .findFirst()
                    .map(run -> at(range(run), run.getFrom()))
                    .orElseGet(() -> behindReadings(begin(ownEnd)));
        }

        private LiveStart resume(SimulationRun open) {
            Instant next = RunHistory.committedUntil(open);
            history.of(spec.siteId()).stream()
                    .filter(run -> RunHistory.committed(run) > 0)
                    .filter(run -> !run.getRunId().equals(open.getRunId()))
                    .map(ExistingCoverage::of)
                    .filter(readings -> readings.from().isBefore(open.getTo())
                            && readings.until().isAfter(next))
                    .findFirst()
                    .ifPresent(readings -> {
                        throw new LiveConflictException(
                                ("site_id=%s: live run %s must resume at %s, but there are readings from %s until %s (%s) already; "
                                                + "nothing was written; `minerstream runs abort %s`, and live begins behind them")
                                        .formatted(
                                                spec.siteId(),
                                                open.getRunId(),
                                                next,
                                                readings.from(),
                                                readings.until(),
                                                readings.name(),
                                                open.getRunId()));
                    });
            return at(range(open), next);
        }

        private List<SimulationRun> liveRuns() {
            return history.of(spec.siteId()).stream()
                    .filter(SimulationRun::getLive)
                    .filter(run -> run.getState() != RunState.ABORTED || RunHistory.committed(run) > 0)
                    .sorted(Comparator.comparing(SimulationRun::getFrom))
                    .toList();
        }

        private boolean isOwn(SimulationRun run) {
            return run.getShards() == spec.shard().count()
                    && run.getShard() == spec.shard().index();
        }

        private boolean isSibling(SimulationRun run) {
            return run.getShards() == spec.shard().count()
                    && !isOwn(run)
                    && differences(run).isEmpty();
        }

        private void requireSame(SimulationRun run) {
            List<String> differences = differences(run);
            if (!differences.isEmpty()) {
                throw new LiveConflictException(
                        ("site_id=%s: live run %s (%s to %s) is not finished, and must resume with the options that it began with: %s; nothing was written; give "
                                        + "the same options, or `minerstream runs abort %s` and begin after it")
                                .formatted(
                                        spec.siteId(),
                                        run.getRunId(),
                                        run.getFrom(),
                                        run.getTo(),
                                        String.join(", ", differences),
                                        run.getRunId()));
            }
        }

        private List<String> differences(SimulationRun run) {
            List<String> differences = new ArrayList<>();
            difference(differences, "seed", run.getSeed(), spec.seed());
            difference(differences, "profile", run.getProfile(), spec.profile().word());
            difference(differences, "pool difficulty", run.getPoolDifficulty(), spec.poolDifficulty());
            difference(differences, "interval", Duration.ofSeconds(run.getIntervalSeconds()), spec.interval());
            difference(
                    differences,
                    "number of shards",
                    run.getShards(),
                    spec.shard().count());
            return differences;
        }

        private static void difference(List<String> differences, String what, Object theirs, Object ours) {
            if (!theirs.equals(ours)) {
                differences.add("%s must be %s, got %s".formatted(what, theirs, ours));
            }
        }

        private TimeRange range(SimulationRun run) {
            return new TimeRange(run.getFrom(), run.getTo(), spec.interval());
        }

        /** Before existing readings are considered. */
        private Instant begin(Optional<Instant> ownEnd) {
            Instant present = TimeRange.floor(now, spec.interval());
            Optional<Instant> asked =
                    spec.backfill().map(length -> TimeRange.floor(present.minus(length), spec.interval()));
            Optional<Instant> ownNext = ownEnd.map(spec::ceil);
            return Stream.of(asked, ownNext)
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder())
                    .orElse(present);
        }

        private LiveStart behindReadings(Instant begin) {
            List<ExistingCoverage> existing = new ArrayList<>(outside.apply(begin));
            history.of(spec.siteId()).stream()
                    .filter(run -> RunHistory.committed(run) > 0 && !isSibling(run))
                    .map(ExistingCoverage::of)
                    .forEach(existing::add);
            existing.sort(Comparator.comparing(ExistingCoverage::from));
            Instant next = begin;
            // Sorted by their beginnings, so that one pass is enough.
            for (ExistingCoverage readings : existing) {
                if (readings.cover(next)) {
                    next = spec.ceil(readings.until());
                }
            }
            requireNoneAfter(next, existing);
            Optional<Instant> end = end(next);
            return end.isPresent() && !next.isBefore(end.get())
                    ? new LiveStart(spec.runFrom(next, Optional.empty()), next, end)
                    : new LiveStart(spec.runFrom(next, end), next, end);
        }

        private void requireNoneAfter(Instant next, List<ExistingCoverage> existing) {
            existing.stream()
                    .filter(readings -> readings.until().isAfter(next))
                    .findFirst()
                    .ifPresent(readings -> {
                        throw new LiveConflictException(
                                ("site_id=%s: readings must be gapless, but there are some from %s until %s (%s) already, and none "
                                                + "from %s on; nothing was written; `minerstream generate --from %s --to %s` closes the gap, and "
                                                + "live begins behind them then%s")
                                        .formatted(
                                                spec.siteId(),
                                                readings.from(),
                                                readings.until(),
                                                readings.name(),
                                                next,
                                                next,
                                                spec.ceil(readings.from()),
                                                spec.backfill().isPresent()
                                                        ? "; or take a shorter --backfill, which begins inside them or later"
                                                        : ""));
                    });
        }

        private LiveStart at(TimeRange range, Instant next) {
            return new LiveStart(spec.run(range), next, end(next));
        }

        private Optional<Instant> end(Instant next) {
            Instant present = TimeRange.floor(now, spec.interval());
            Instant liveFrom = spec.catchesUp() && present.isAfter(next) ? present : next;
            return spec.end(liveFrom);
        }
    }
}
