package io.minerstream.validator.topology;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.rule.Verdicts;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

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
    private final int most;
    private ProcessorContext<String, WindowVerdict> context;
    private ValidatorCounters counters;
    private VerdictStore partials;
    private VerdictStore latest;

    /**
     * @param retention how long partials and the latest verdict of a window are remembered
     * @param most how many of each are remembered
     */
    VerdictMerge(Duration retention, int most) {
        this.retention = retention;
        this.most = most;
    }

    @Override
    public void init(ProcessorContext<String, WindowVerdict> newContext) {
        context = newContext;
        counters = ValidatorCounters.of(context.appConfigs());
        partials = new VerdictStore(context.getStateStore(Stores.PARTIALS), most);
        latest = new VerdictStore(context.getStateStore(Stores.LATEST), most);
        context.schedule(FORGET_EVERY, PunctuationType.WALL_CLOCK_TIME, ignored -> {
            long beforeMs = context.currentSystemTimeMs() - retention.toMillis();
            partials.forget(beforeMs);
            latest.forget(beforeMs);
        });
    }

    @Override
    public void process(Record<String, PartialVerdict> record) {
        PartialVerdict partial = record.value();
        String collecting = record.key() + SEPARATOR + partial.verdict().getRunId() + SEPARATOR;
        partials.put(collecting + partial.partition(), partial);
        Map<String, PartialVerdict> collected = partials.startingWith(collecting);
        if (collected.size() < partial.partitions()) {
            return;
        }
        collected.keySet().forEach(partials::delete);
        emit(record.key(), merge(collected.values()), record.timestamp());
        // Users wait for verdicts.
        context.commit();
    }

    private static PartialVerdict merge(Collection<PartialVerdict> collected) {
        Optional<WindowVerdict> verdict =
                collected.stream().map(PartialVerdict::verdict).reduce(Verdicts::merge);
        long runSeenMs =
                collected.stream().mapToLong(PartialVerdict::runSeenMs).min().orElseThrow();
        return new PartialVerdict(0, collected.size(), runSeenMs, verdict.orElseThrow());
    }

    private void emit(String key, PartialVerdict merged, long timestampMs) {
        counters.judged(merged.verdict());
        context.forward(new Record<>(key, merged.verdict(), timestampMs));
        PartialVerdict known = latest.get(key);
        if (known == null || known.runSeenMs() <= merged.runSeenMs()) {
            latest.put(key, merged);
        } else if (!known.verdict().getRunId().equals(merged.verdict().getRunId())) {
            context.forward(new Record<>(key, known.verdict(), timestampMs));
        }
    }
}
