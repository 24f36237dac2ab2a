package io.minerstream.pipeline.load;

import io.minerstream.pipeline.load.verdict.LagLimits;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.pacing.HourlyBurst;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A load test.
 *
 * @param groups ids of the consumer groups that are watched, all different; none for a shard of which another one judges
 * @param rate of the load, not unlimited
 * @param length of the load, more than zero
 * @param history readings that are sent as fast as possible before it, from 0: limits hold when the groups have caught up with them
 * @param drain longest time for which groups may commit the rest after the load
 * @param at when it begins, the same for all shards; empty for as soon as possible, and without other shards
 * @param limits what each group must keep
 * @param readCommitted whether the groups read committed records alone
 * @param fleet the miners that send
 * @param skew share of the readings in the busiest partition; empty for what the keys of the miners make
 * @param burst when miners report, with a constant rate, which is the mean one then; empty for evenly
 * @param runs makes the run of a range; its commits say how many readings are a transaction
 */
public record LoadTestPlan(
        List<String> groups,
        RateProfile rate,
        Duration length,
        long history,
        Duration drain,
        Optional<Instant> at,
        LagLimits limits,
        boolean readCommitted,
        Fleet fleet,
        Optional<Double> skew,
        Optional<HourlyBurst> burst,
        Function<TimeRange, RunSpec> runs) {

    public LoadTestPlan {
        groups = List.copyOf(groups);
    }

    /** The same with another load. */
    LoadTestPlan with(RateProfile otherRate, Duration otherLength) {
        return new LoadTestPlan(
                groups, otherRate, otherLength, history, drain, at, limits, readCommitted, fleet, skew, burst, runs);
    }

    /** The same with other miners. */
    LoadTestPlan with(Fleet otherFleet) {
        return new LoadTestPlan(
                groups, rate, length, history, drain, at, limits, readCommitted, otherFleet, skew, burst, runs);
    }
}
