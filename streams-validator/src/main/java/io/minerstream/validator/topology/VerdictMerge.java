package io.minerstream.validator.topology;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.rule.Verdicts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Collects the partial verdicts over one window of one run, and merges them when those of all partitions have come. Not
 * thread-safe.
 *
 * <p>The topic of verdicts keeps the newest record per site and window. That must be the verdict over the run that began last:
 * when an earlier run over the same window is judged after it, the later run's verdict is repeated.
 */
final class VerdictMerge {

    private final VerdictStore partials;
    private final VerdictStore latest;

    /**
     * @param most how many partial verdicts and latest verdicts of a window are remembered
     */
    VerdictMerge(
            KeyValueStore<String, PartialVerdict> partials, KeyValueStore<String, PartialVerdict> latest, int most) {
        this.partials = new VerdictStore(partials, most);
        this.latest = new VerdictStore(latest, most);
    }

    /**
     * Takes a partial verdict.
     *
     * @return the records to write; empty while other partitions are missing
     */
    List<WindowVerdict> add(PartialVerdict partial) {
        String collecting = Verdicts.collecting(partial.verdict());
        partials.put(collecting + partial.partition(), partial);
        Map<String, PartialVerdict> collected = partials.startingWith(collecting);
        if (collected.size() < partial.partitions()) {
            return List.of();
        }
        collected.keySet().forEach(partials::delete);
        return records(merge(collected.values()));
    }

    private static PartialVerdict merge(Collection<PartialVerdict> collected) {
        Optional<WindowVerdict> verdict =
                collected.stream().map(PartialVerdict::verdict).reduce(Verdicts::merge);
        long runSeenMs =
                collected.stream().mapToLong(PartialVerdict::runSeenMs).min().orElseThrow();
        return new PartialVerdict(0, collected.size(), runSeenMs, verdict.orElseThrow());
    }

    private List<WindowVerdict> records(PartialVerdict merged) {
        String key = Verdicts.key(merged.verdict());
        PartialVerdict known = latest.get(key);
        if (known == null || known.runSeenMs() <= merged.runSeenMs()) {
            latest.put(key, merged);
        } else if (!known.verdict().getRunId().equals(merged.verdict().getRunId())) {
            return List.of(merged.verdict(), known.verdict());
        }
        return List.of(merged.verdict());
    }

    /** Forgets what was decided before a wall-clock time, milliseconds since the epoch. */
    void forget(long beforeMs) {
        partials.forget(beforeMs);
        latest.forget(beforeMs);
    }
}
