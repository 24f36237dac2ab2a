package io.minerstream.connect.copy.metrics;

/** Sums over committed batches, see {@link CopySinkMXBean}. */
public record BatchTotals(
        long records,
        long landed,
        long unchanged,
        long deadLetters,
        long batches,
        long straight,
        long staged,
        long bisected,
        long bytes,
        long nanos,
        long lastNanos,
        long maxNanos) {

    static final BatchTotals NONE = new BatchTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    BatchTotals plus(BatchTotals next) {
        return new BatchTotals(
                records + next.records,
                landed + next.landed,
                unchanged + next.unchanged,
                deadLetters + next.deadLetters,
                batches + next.batches,
                straight + next.straight,
                staged + next.staged,
                bisected + next.bisected,
                bytes + next.bytes,
                nanos + next.nanos,
                next.lastNanos,
                Math.max(maxNanos, next.maxNanos));
    }
}
