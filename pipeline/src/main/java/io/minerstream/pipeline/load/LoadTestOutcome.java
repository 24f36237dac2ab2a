package io.minerstream.pipeline.load;

import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.lag.Percentiles;
import io.minerstream.pipeline.load.verdict.GroupVerdict;
import io.minerstream.pipeline.load.verdict.LoadLimit;
import io.minerstream.producer.load.LoadListener;
import io.minerstream.producer.run.RunSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A load test that has ended.
 *
 * @param plan what was asked for
 * @param run of the load
 * @param topic that was written
 * @param started when the load began
 * @param length time for which there was load
 * @param complete whether the test went to its end; otherwise a signal or a failure ended it, and this is what was seen until then
 * @param intended readings that were due within {@code length}
 * @param history what was sent before the load, as fast as possible
 * @param load what became of them
 * @param sendLateness how late they were sent
 * @param acknowledgement how long the brokers took to acknowledge them
 * @param loadLimit why the load was not what was asked for; empty when it was
 * @param others what became of the readings of other shards; empty when there are none, or no group was judged
 * @param foreign records that others wrote into the topic meanwhile
 * @param groups a verdict for each group, in the order of the plan
 * @param samples looks, in the order of time; of a test of more than an hour several as one, see
 *     {@link io.minerstream.pipeline.load.lag.SampleSeries}
 */
public record LoadTestOutcome(
        LoadTestPlan plan,
        RunSpec run,
        String topic,
        Instant started,
        Duration length,
        boolean complete,
        long intended,
        LoadListener.History history,
        LoadMeter.Snapshot load,
        Percentiles sendLateness,
        Percentiles acknowledgement,
        Optional<LoadLimit> loadLimit,
        Optional<OtherReadings> others,
        long foreign,
        List<GroupVerdict> groups,
        List<LoadSample> samples) {

    /**
     * Readings that other shards were to send.
     *
     * @param due within the length of the load
     * @param arrived in the topic
     */
    public record OtherReadings(long due, long arrived) {}

    public LoadTestOutcome {
        groups = List.copyOf(groups);
        samples = List.copyOf(samples);
    }

    /** Whether the load was what was asked for, to its end, and every group has borne it. */
    public boolean passed() {
        return complete && loadLimit.isEmpty() && groups.stream().allMatch(GroupVerdict::passed);
    }
}
