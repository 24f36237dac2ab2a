package io.minerstream.validator.query;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.RunName;
import io.minerstream.validator.state.PointKey;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RunRecord;
import io.minerstream.validator.state.RunRecord.Plan;
import io.minerstream.validator.topology.Stores;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Interactive queries of the runs of a site. Reads what the stream threads have written, and never waits for them. Thread-safe.
 */
public final class SiteQuery {

    private final KafkaStreams streams;

    public SiteQuery(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * The readings of one hour, in UTC, of a run.
     *
     * @param runId the run
     * @param hour start of the hour
     * @param expected readings that watermarks promise so far
     * @param received readings, each miner and time point once
     * @param duplicates further readings of those
     */
    public record Hour(String runId, Instant hour, long expected, long received, long duplicates) {

        /** Of the same hour and run, in other partitions. */
        private Hour and(Hour other) {
            return new Hour(
                    runId, hour, expected + other.expected, received + other.received, duplicates + other.duplicates);
        }
    }

    /**
     * The instances that have a part of the runs; those that serve no HTTP are not among them.
     *
     * @throws IllegalStateException when the application does not run
     */
    public List<HostInfo> owners() {
        return streams.streamsMetadataForStore(Stores.POINTS).stream()
                .filter(instance -> instance.stateStoreNames().contains(Stores.POINTS))
                .map(StreamsMetadata::hostInfo)
                .distinct()
                .toList();
    }

    /**
     * The hours of the windows of a site that are not yet judged, in the partitions of this instance; by run and time.
     *
     * @throws InvalidStateStoreException when this instance does not have its partitions, or not yet
     */
    public List<Hour> coverage(int siteId) {
        Map<Long, Plan> plans = new HashMap<>();
        try (KeyValueIterator<Long, RunRecord> all =
                this.<Long, RunRecord>store(Stores.RUNS).all()) {
            all.forEachRemaining(run -> {
                Plan plan = run.value.plan();
                if (plan != null && plan.siteId() == siteId) {
                    plans.put(run.key, plan);
                }
            });
        }
        Map<String, Hour> hours = new TreeMap<>();
        plans.forEach((run, plan) -> {
            Interval interval = plan.isEventTime() ? Interval.HOURLY : plan.interval();
            PointKey from = new PointKey(
                    run,
                    interval,
                    interval.floor(plan.interval().millis(plan.windows().from())));
            PointKey to = new PointKey(
                    run,
                    interval,
                    interval.floor(plan.interval().millis(plan.windows().to())));
            try (KeyValueIterator<PointKey, PointTally> points =
                    this.<PointKey, PointTally>store(Stores.POINTS).range(from, to)) {
                points.forEachRemaining(point -> add(hours, hour(point)));
            }
        });
        return List.copyOf(hours.values());
    }

    private static Hour hour(KeyValue<PointKey, PointTally> point) {
        PointKey key = point.key;
        PointTally tally = point.value;
        return new Hour(
                RunName.of(key.run()),
                key.interval().instant(key.point()).truncatedTo(ChronoUnit.HOURS),
                tally.expected(),
                tally.distinct(),
                tally.duplicates());
    }

    private static void add(Map<String, Hour> hours, Hour hour) {
        hours.merge(hour.runId() + hour.hour(), hour, Hour::and);
    }

    /** The sum over several instances, by run and time. */
    public static List<Hour> sum(Collection<Hour> parts) {
        Map<String, Hour> hours = new TreeMap<>();
        parts.forEach(part -> add(hours, part));
        return List.copyOf(hours.values());
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<K, V>keyValueStore()));
    }
}
