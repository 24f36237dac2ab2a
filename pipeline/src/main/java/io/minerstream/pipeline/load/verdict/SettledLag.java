package io.minerstream.pipeline.load.verdict;

import io.minerstream.pipeline.load.lag.PartitionLag;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * The lag of one partition without the saw-tooth of commits: the least lag since about the last commit but one. Between two commits the
 * committed lag grows although the consumer keeps up. Not thread-safe.
 */
final class SettledLag {

    /** Assumed until two commits were seen: Kafka's default for automatic commits is 5 s. */
    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(6);

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);

    /** Looks and commits are not in step. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private static final int KNOWN_INTERVALS = 15;

    private record Look(Duration at, PartitionLag lag) {}

    private final Deque<Look> looks = new ArrayDeque<>();
    private final Deque<Duration> intervals = new ArrayDeque<>();
    private OptionalLong committed = OptionalLong.empty();
    private Duration lastCommit;

    /** @param at since the start; later than that of the look before */
    void look(Duration at, PartitionLag lag) {
        if (!lag.committed().equals(committed)) {
            if (lastCommit != null) {
                intervals.addLast(at.minus(lastCommit));
                if (intervals.size() > KNOWN_INTERVALS) {
                    intervals.removeFirst();
                }
            }
            lastCommit = at;
            committed = lag.committed();
        }
        looks.addLast(new Look(at, lag));
        Duration oldest = at.minus(commitInterval()).minus(TOLERANCE);
        while (looks.peekFirst().at().compareTo(oldest) < 0) {
            looks.removeFirst();
        }
    }

    /** The usual time between two commits, as far as looks can tell. */
    Duration commitInterval() {
        if (intervals.size() < 2) {
            return FIRST_INTERVAL;
        }
        Duration median = intervals.stream()
                .sorted()
                .skip(intervals.size() / 2)
                .findFirst()
                .orElseThrow();
        return median.compareTo(LONGEST_INTERVAL) < 0 ? median : LONGEST_INTERVAL;
    }

    Duration age() {
        return looks.stream()
                .map(look -> look.lag().age())
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    long readings() {
        return looks.stream().mapToLong(look -> look.lag().readings()).min().orElse(0);
    }
}
