package io.minerstream.pipeline.load.verdict;

import io.minerstream.pipeline.load.lag.Percentiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a group bore a load.
 *
 * @param group its id
 * @param breaches limits that it broke
 * @param unread readings that it had not committed at the end
 * @param drain time from the end of the load until it had committed everything; empty when it had not
 * @param caughtUp look that found it to have caught up with what was sent before the load; empty when there was nothing, or none did
 * @param maxLag greatest lag of a partition, without the saw-tooth of commits
 * @param maxReadings most readings behind in all partitions, without that saw-tooth
 * @param commitInterval usual time between two commits
 * @param fewestMembers fewest members at a look
 * @param rebalances looks that found other members or assignments than the one before
 * @param lateness from the intended time of each committed reading until it was seen to be committed
 */
public record GroupVerdict(
        String group,
        List<LagBreach> breaches,
        long unread,
        Optional<Duration> drain,
        Optional<Duration> caughtUp,
        Duration maxLag,
        long maxReadings,
        Duration commitInterval,
        int fewestMembers,
        int rebalances,
        Percentiles lateness) {

    public GroupVerdict {
        breaches = List.copyOf(breaches);
    }

    /** Whether it broke no limit, and committed everything in the end. */
    public boolean passed() {
        return breaches.isEmpty() && unread == 0;
    }
}
