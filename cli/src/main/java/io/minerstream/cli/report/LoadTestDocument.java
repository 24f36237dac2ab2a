package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadTestOutcome;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.lag.PartitionLag;
import io.minerstream.pipeline.load.lag.Percentiles;
import io.minerstream.pipeline.load.verdict.GroupVerdict;
import io.minerstream.pipeline.load.verdict.LagBreach;
import io.minerstream.pipeline.load.verdict.LoadLimit;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A load test as JSON, in the form of {@code load-test.schema.json}. Lags of groups and breaches are without the saw-tooth of
 * commits, those of samples with it.
 *
 * @param version of the form
 * @param complete whether the test went to its end
 * @param skew share of the readings that was wanted in the busiest partition; null for what the keys make
 * @param seconds length of the load
 */
public record LoadTestDocument(
        Type type,
        int version,
        boolean passed,
        boolean complete,
        RunId runId,
        String topic,
        Instant started,
        String rate,
        Optional<Double> skew,
        Duration seconds,
        int miners,
        boolean transactions,
        boolean readCommitted,
        Map<String, String> settings,
        LoadTestSetup.Versions versions,
        Limits limits,
        Load load,
        List<Group> groups,
        List<Sample> samples) {

    /** Of the form of this document and of {@link LoadSearchDocument}. */
    static final int VERSION = 1;

    /** What a result is of. */
    enum Type {
        LOAD_TEST,
        LOAD_SEARCH
    }

    record Limits(Optional<Duration> maxLagSeconds, Optional<Long> maxLagRecords) {}

    /**
     * @param history readings that were sent before the load
     * @param limit null when the load was what was asked for
     */
    record Load(
            long history,
            Duration historySeconds,
            long intended,
            long sent,
            long acknowledged,
            Optional<LoadTestOutcome.OtherReadings> otherShards,
            long foreign,
            LoadLimit limit,
            Distribution sendLateness,
            Distribution acknowledgement) {}

    record Distribution(
            long records,
            Duration p50Seconds,
            Duration p90Seconds,
            Duration p99Seconds,
            Duration p999Seconds,
            Duration maxSeconds) {

        static Distribution of(Percentiles percentiles) {
            return new Distribution(
                    percentiles.readings(),
                    percentiles.p50(),
                    percentiles.p90(),
                    percentiles.p99(),
                    percentiles.p999(),
                    percentiles.max());
        }
    }

    /**
     * @param drainSeconds null when it did not commit everything
     * @param caughtUpSeconds null without history, or when it did not catch up
     */
    record Group(
            String group,
            boolean passed,
            List<Breach> breaches,
            long unread,
            Duration drainSeconds,
            Duration caughtUpSeconds,
            Duration maxLagSeconds,
            long maxLagRecords,
            Duration commitIntervalSeconds,
            int fewestMembers,
            int rebalances,
            Distribution lateness,
            List<Partition> partitions) {}

    record Breach(
            LagBreach.Limit limit,
            Duration firstSeconds,
            Duration brokenSeconds,
            Duration worstAtSeconds,
            int worstPartition,
            Duration worstLagSeconds,
            long worstLagRecords) {}

    /**
     * A partition: how it was at the end, and its greatest lags.
     *
     * @param committed null when the group has no offset there
     */
    record Partition(int partition, Long committed, long unread, Duration maxLagSeconds, long maxLagRecords) {

        static List<Partition> of(LoadTestOutcome outcome, String group) {
            List<GroupSample> samples = outcome.samples().stream()
                    .flatMap(sample -> sample.groups().stream())
                    .filter(sample -> sample.group().equals(group))
                    .toList();
            List<Partition> partitions = new ArrayList<>();
            int count = samples.isEmpty() ? 0 : samples.get(0).partitions().size();
            for (int i = 0; i < count; i++) {
                int partition = i;
                List<PartitionLag> lags = samples.stream()
                        .map(sample -> sample.partitions().get(partition))
                        .toList();
                PartitionLag last = lags.get(lags.size() - 1);
                OptionalLong committed = last.committed();
                partitions.add(new Partition(
                        partition,
                        committed.isPresent() ? (Long) committed.getAsLong() : null,
                        last.readings(),
                        lags.stream()
                                .map(PartitionLag::age)
                                .max(Duration::compareTo)
                                .orElseThrow(),
                        lags.stream().mapToLong(PartitionLag::readings).max().orElseThrow()));
            }
            return partitions;
        }
    }

    /** @param atSeconds since the start of the load */
    record Sample(Duration atSeconds, long intended, long sent, long acknowledged, List<GroupLag> groups) {}

    record GroupLag(
            String group,
            String state,
            int members,
            boolean rebalanced,
            Duration lagSeconds,
            long lagRecords,
            Distribution lateness) {}

    public static LoadTestDocument of(LoadTestOutcome outcome, LoadTestSetup setup) {
        return new LoadTestDocument(
                Type.LOAD_TEST,
                VERSION,
                outcome.passed(),
                outcome.complete(),
                outcome.run().id(),
                outcome.topic(),
                outcome.started(),
                outcome.plan().rate().text(),
                outcome.plan().skew(),
                outcome.length(),
                outcome.plan().fleet().size(),
                outcome.run().commit().isExactlyOnce(),
                outcome.plan().readCommitted(),
                setup.settings(),
                setup.versions(),
                new Limits(
                        outcome.plan().limits().maxLag(),
                        outcome.plan().limits().maxReadings()),
                new Load(
                        outcome.history().readings(),
                        Duration.ofNanos(outcome.history().nanos()),
                        outcome.intended(),
                        outcome.load().sent(),
                        outcome.load().acknowledged(),
                        outcome.others(),
                        outcome.foreign(),
                        outcome.loadLimit().orElse(null),
                        Distribution.of(outcome.sendLateness()),
                        Distribution.of(outcome.acknowledgement())),
                outcome.groups().stream().map(group -> group(outcome, group)).toList(),
                outcome.samples().stream().map(LoadTestDocument::sample).toList());
    }

    private static Group group(LoadTestOutcome outcome, GroupVerdict group) {
        return new Group(
                group.group(),
                group.passed(),
                group.breaches().stream()
                        .map(breach -> new Breach(
                                breach.limit(),
                                breach.first(),
                                breach.broken(),
                                breach.worstAt(),
                                breach.worstPartition(),
                                breach.worstLag(),
                                breach.worstReadings()))
                        .toList(),
                group.unread(),
                group.drain().orElse(null),
                group.caughtUp().orElse(null),
                group.maxLag(),
                group.maxReadings(),
                group.commitInterval(),
                group.fewestMembers(),
                group.rebalances(),
                Distribution.of(group.lateness()),
                Partition.of(outcome, group.group()));
    }

    /** A look, or several of a long test as one. */
    static Sample sample(LoadSample sample) {
        return new Sample(
                sample.at(),
                sample.intended(),
                sample.load().sent(),
                sample.load().acknowledged(),
                sample.groups().stream()
                        .map(group -> new GroupLag(
                                group.group(),
                                group.state(),
                                group.members(),
                                group.rebalanced(),
                                group.age(),
                                group.readings(),
                                Distribution.of(sample.lateness().get(group.group()))))
                        .toList());
    }
}
