package io.minerstream.validator.topology;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.rule.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Collects the partial verdicts over one window of one run, and merges them when those of all partitions have come.
 *
 * <p>The topic of verdicts keeps the newest record per site and window. That must be the verdict over the run that began last:
 * when an earlier run over the same window is judged after it, the later run's verdict is repeated.
 */
final class VerdictMerge implements Processor<String, PartialVerdict, String, WindowVerdict> {

    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

    /** Neither in keys of windows nor in run ids; makes the partials of a run neighbours. */
    private static final String SEPARATOR = "|";

    private final Duration retention;
    private ProcessorContext<String, WindowVerdict> context;
    private KeyValueStore<String, PartialVerdict> partials;
    private KeyValueStore<String, PartialVerdict> latest;

    /**
     * @param retention how long partials and the latest verdict of a window are remembered
     */
    VerdictMerge(Duration retention) {
        this.retention = retention;
    }

    @Override
    public void init(ProcessorContext<String, WindowVerdict> newContext) {
        context = newContext;
        partials = context.getStateStore(Stores.PARTIALS);
        latest = context.getStateStore(Stores.LATEST);
        context.schedule(FORGET_EVERY, PunctuationType.WALL_CLOCK_TIME, ignored -> {
            forget(partials);
            forget(latest);
        });
    }

    @Override
    public void process(Record<String, PartialVerdict> record) {
        PartialVerdict partial = record.value();
        String collecting = record.key() + SEPARATOR + partial.verdict().getRunId() + SEPARATOR;
        partials.put(collecting + partial.partition(), partial);
        List<String> keys = new ArrayList<>();
        List<PartialVerdict> collected = new ArrayList<>();
        try (KeyValueIterator<String, PartialVerdict> all = partials.prefixScan(collecting, new StringSerializer())) {
            all.forEachRemaining(entry -> {
                keys.add(entry.key);
                collected.add(entry.value);
            });
        }
        if (collected.size() < partial.partitions()) {
            return;
        }
        keys.forEach(partials::delete);
        emit(record.key(), merge(collected), record.timestamp());
        // Users wait for verdicts.
        context.commit();
    }

    private static PartialVerdict merge(List<PartialVerdict> collected) {
        Optional<WindowVerdict> verdict =
                collected.stream().map(PartialVerdict::verdict).reduce(Verdicts::merge);
        long runSeenMs =
                collected.stream().mapToLong(PartialVerdict::runSeenMs).min().orElseThrow();
        return new PartialVerdict(0, collected.size(), runSeenMs, verdict.orElseThrow());
    }

    private void emit(String key, PartialVerdict merged, long timestampMs) {
        context.forward(new Record<>(key, merged.verdict(), timestampMs));
        PartialVerdict known = latest.get(key);
        if (known == null || known.runSeenMs() <= merged.runSeenMs()) {
            latest.put(key, merged);
        } else if (!known.verdict().getRunId().equals(merged.verdict().getRunId())) {
            context.forward(new Record<>(key, known.verdict(), timestampMs));
        }
    }

    private void forget(KeyValueStore<String, PartialVerdict> store) {
        long before = context.currentSystemTimeMs() - retention.toMillis();
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, PartialVerdict> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (entry.value.verdict().getDecidedAt().toEpochMilli() < before) {
                    old.add(entry.key);
                }
            });
        }
        old.forEach(store::delete);
    }
}
