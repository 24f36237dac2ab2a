package io.minerstream.producer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.replay.RowMismatch.Kind;
import io.minerstream.schemas.miner.TelemetryRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against a comparison of bags that is too simple to be wrong: whatever was removed, duplicated or altered is found. */
final class ComparisonPropertyTest {

    private static final Comparator<TelemetryRow> BY_KEY =
            Comparator.comparing(TelemetryRow::minerId).thenComparing(TelemetryRow::recordedAt);

    private record Key(int minerId, java.time.Instant time) {
        static Key of(TelemetryRow row) {
            return new Key(row.minerId(), row.recordedAt());
        }
    }

    private record Counts(long equal, long missing, long extra, long different) {
        static Counts of(ReplayResult result) {
            return new Counts(result.equal(), result.missing(), result.extra(), result.different());
        }
    }

    @Property(tries = 2_000)
    void shouldFindExactlyWhatWasDoneToSortedRows(
            @ForAll @IntRange(min = 1, max = 8) int miners,
            @ForAll @IntRange(min = 1, max = 9) int hours,
            @ForAll @IntRange(max = 12) int changes,
            @ForAll long seed) {
        RunReplay run = ReplayRuns.run(miners, hours);
        List<TelemetryRow> rows = tampered(run, changes, new Random(seed));
        Collections.shuffle(rows, new Random(seed));
        // Stable: rows of one key stay shuffled, as a database may give them.
        rows.sort(BY_KEY);

        SortedComparison comparison = new SortedComparison(run, Integer.MAX_VALUE);
        rows.forEach(comparison::accept);
        ReplayResult result = comparison.finish();

        assertThat(Counts.of(result)).isEqualTo(naive(run, rows));
        assertThat(result.found()).isEqualTo(rows.size());
        assertThat(result.isExact()).isEqualTo(isSameBag(run, rows));
        assertThat(result.offenders()).hasSize((int) (result.missing() + result.extra() + result.different()));
        assertThat(keys(result, Kind.MISSING)).isEqualTo(missing(run, rows));
        assertThat(result.offenders())
                .isSortedAccordingTo(Comparator.comparing(RowMismatch::minerId).thenComparing(RowMismatch::recordedAt));
    }

    @Property(tries = 2_000)
    void shouldFindExactlyWhatWasDoneToRowsInAnyOrder(
            @ForAll @IntRange(min = 1, max = 8) int miners,
            @ForAll @IntRange(min = 1, max = 9) int hours,
            @ForAll @IntRange(min = 1, max = 4) int parts,
            @ForAll @IntRange(max = 12) int changes,
            @ForAll long seed) {
        RunReplay run = ReplayRuns.run(miners, hours);
        List<TelemetryRow> rows = tampered(run, changes, new Random(seed));
        Collections.shuffle(rows, new Random(seed));

        PartitionedComparison comparison =
                new PartitionedComparison(run, parts, miner -> miner / 10 % parts, Integer.MAX_VALUE);
        rows.forEach(row -> comparison.accept(row, List.of(), ""));
        ReplayResult result = comparison.finish();

        assertThat(Counts.of(result)).isEqualTo(naive(run, rows));
        assertThat(result.found()).isEqualTo(rows.size());
        assertThat(result.isExact()).isEqualTo(isSameBag(run, rows));
        assertThat(keys(result, Kind.MISSING)).isEqualTo(missing(run, rows));
    }

    private static List<TelemetryRow> tampered(RunReplay run, int changes, Random random) {
        List<TelemetryRow> rows = ReplayRuns.rows(run);
        for (int i = 0; i < changes && !rows.isEmpty(); i++) {
            int at = random.nextInt(rows.size());
            TelemetryRow row = rows.get(at);
            switch (random.nextInt(7)) {
                case 0 -> rows.remove(at);
                case 1 -> rows.add(row);
                case 2 -> rows.set(at, ReplayRuns.withHashrate(row, Math.nextUp(hashrate(row))));
                case 3 -> rows.set(at, ReplayRuns.withHashrate(row, null));
                case 4 -> rows.set(at, shifted(row, Duration.ofMinutes(random.nextInt(240) - 120L)));
                case 5 ->
                    rows.set(at, ReplayRuns.moved(row, row.minerId() + random.nextInt(21) - 10, row.recordedAt()));
                default -> rows.add(ReplayRuns.withHashrate(row, hashrate(row) + 0.01));
            }
        }
        return rows;
    }

    /** Of a row that may have lost it by an earlier change. */
    private static double hashrate(TelemetryRow row) {
        return row.hashrateTh() == null ? 1 : row.hashrateTh();
    }

    private static TelemetryRow shifted(TelemetryRow row, Duration by) {
        return ReplayRuns.moved(row, row.minerId(), row.recordedAt().plus(by));
    }

    /** By looking up everything in maps. */
    private static Counts naive(RunReplay run, List<TelemetryRow> rows) {
        Map<Key, TelemetryRow> generated = new HashMap<>();
        ReplayRuns.rows(run).forEach(row -> generated.put(Key.of(row), row));
        Map<Key, List<TelemetryRow>> found = new LinkedHashMap<>();
        rows.forEach(row ->
                found.computeIfAbsent(Key.of(row), unused -> new ArrayList<>()).add(row));
        long equal = 0;
        long extra = 0;
        long different = 0;
        for (Map.Entry<Key, List<TelemetryRow>> group : found.entrySet()) {
            TelemetryRow wanted = generated.get(group.getKey());
            List<TelemetryRow> candidates = group.getValue();
            if (wanted == null) {
                extra += candidates.size();
                continue;
            }
            extra += candidates.size() - 1;
            boolean matched = candidates.contains(wanted);
            equal += matched ? 1 : 0;
            different += matched ? 0 : 1;
        }
        return new Counts(equal, missing(run, rows).size(), extra, different);
    }

    private static boolean isSameBag(RunReplay run, List<TelemetryRow> rows) {
        Map<TelemetryRow, Integer> bag = new HashMap<>();
        rows.forEach(row -> bag.merge(row, 1, Integer::sum));
        ReplayRuns.rows(run).forEach(row -> bag.merge(row, -1, Integer::sum));
        return bag.values().stream().allMatch(count -> count == 0);
    }

    private static SortedSet<String> missing(RunReplay run, List<TelemetryRow> rows) {
        TreeSet<String> missing = new TreeSet<>();
        ReplayRuns.rows(run).forEach(row -> missing.add(Key.of(row).toString()));
        rows.forEach(row -> missing.remove(Key.of(row).toString()));
        return missing;
    }

    private static SortedSet<String> keys(ReplayResult result, Kind kind) {
        TreeSet<String> keys = new TreeSet<>();
        result.offenders().stream()
                .filter(offender -> offender.kind() == kind)
                .forEach(offender -> keys.add(new Key(offender.minerId(), offender.recordedAt()).toString()));
        return keys;
    }
}
