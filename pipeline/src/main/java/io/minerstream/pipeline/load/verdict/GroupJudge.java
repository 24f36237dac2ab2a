package io.minerstream.pipeline.load.verdict;

import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.Percentiles;
import io.minerstream.pipeline.load.verdict.LagBreach.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges one group, look by look. Not thread-safe. */
public final class GroupJudge {

    private static final Duration CAUGHT_UP = Duration.ofSeconds(1);

    private final String group;
    private final LagLimits limits;
    private final List<SettledLag> partitions;
    private final Map<Limit, LagBreach> breaches = new EnumMap<>(Limit.class);
    private Duration maxLag = Duration.ZERO;
    private long maxReadings;
    private int fewestMembers = Integer.MAX_VALUE;
    private int rebalances;
    private long unread;
    private Duration before = Duration.ZERO;
    private boolean catchesUp;
    private Optional<Duration> caughtUp = Optional.empty();

    /**
     * A judge of a group.
     *
     * @param partitionCount of the topic, at least 1
     * @param catchesUp whether the group is behind at the start: limits hold from the first look that finds it less than a second behind
     */
    public GroupJudge(String group, LagLimits limits, int partitionCount, boolean catchesUp) {
        this.catchesUp = catchesUp;
        this.group = group;
        this.limits = limits;
        this.partitions = Stream.generate(SettledLag::new).limit(partitionCount).toList();
    }

    /**
     * A further look.
     *
     * @param at since the start; later than that of the look before
     */
    public void look(Duration at, GroupSample sample) {
        for (int i = 0; i < partitions.size(); i++) {
            partitions.get(i).look(at, sample.partitions().get(i));
        }
        unread = sample.readings();
        fewestMembers = Math.min(fewestMembers, sample.members());
        rebalances += sample.rebalanced() ? 1 : 0;
        Duration lag = lag();
        // What could be read before the start is read, and what came meanwhile.
        if (catchesUp && sample.age().compareTo(at) <= 0 && lag.compareTo(CAUGHT_UP) < 0) {
            catchesUp = false;
            caughtUp = Optional.of(at);
        }
        if (!catchesUp) {
            judge(at, lag, readings());
        }
        before = at;
    }

    private void judge(Duration at, Duration lag, long readings) {
        maxLag = lag.compareTo(maxLag) > 0 ? lag : maxLag;
        maxReadings = Math.max(maxReadings, readings);
        if (limits.maxLag().filter(limit -> lag.compareTo(limit) > 0).isPresent()) {
            broken(Limit.LAG, at, lag, readings);
        }
        if (limits.maxReadings().filter(limit -> readings > limit).isPresent()) {
            broken(Limit.READINGS, at, lag, readings);
        }
    }

    private void broken(Limit limit, Duration at, Duration lag, long readings) {
        LagBreach known = breaches.get(limit);
        Duration length = at.minus(before);
        boolean isWorst = known == null
                || (limit == Limit.LAG ? lag.compareTo(known.worstLag()) > 0 : readings > known.worstReadings());
        breaches.put(
                limit,
                new LagBreach(
                        limit,
                        known == null ? at : known.first(),
                        known == null ? length : known.broken().plus(length),
                        isWorst ? at : known.worstAt(),
                        isWorst ? worstPartition() : known.worstPartition(),
                        isWorst ? lag : known.worstLag(),
                        isWorst ? readings : known.worstReadings()));
    }

    /** Lag of the partition that is furthest behind, without the saw-tooth of commits. */
    public Duration lag() {
        return partitions.get(worstPartition()).age();
    }

    /** Readings behind in all partitions, without the saw-tooth of commits. */
    public long readings() {
        return partitions.stream().mapToLong(SettledLag::readings).sum();
    }

    /** The usual time between two commits, as far as looks can tell; 6 s until two were seen. */
    public Duration commitInterval() {
        return partitions.stream()
                .map(SettledLag::commitInterval)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private int worstPartition() {
        int worst = 0;
        for (int i = 1; i < partitions.size(); i++) {
            worst = partitions.get(i).age().compareTo(partitions.get(worst).age()) > 0 ? i : worst;
        }
        return worst;
    }

    /**
     * The verdict so far.
     *
     * @param drain see {@link GroupVerdict#drain}
     */
    public GroupVerdict verdict(Optional<Duration> drain, Percentiles lateness) {
        return new GroupVerdict(
                group,
                new ArrayList<>(breaches.values()),
                unread,
                drain,
                caughtUp,
                maxLag,
                maxReadings,
                commitInterval(),
                fewestMembers == Integer.MAX_VALUE ? 0 : fewestMembers,
                rebalances,
                lateness);
    }
}
