package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.alert.ActiveAlert;
import io.minerstream.validator.alert.AlertChange;
import io.minerstream.validator.alert.GroupMember;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.state.MinerKey;
import io.minerstream.validator.state.MinerStateSerde;
import io.minerstream.validator.state.PendingReadingSerde;
import io.minerstream.validator.state.PointKey;
import io.minerstream.validator.state.PointTally;
import io.minerstream.validator.state.RosteredMinerSerde;
import io.minerstream.validator.state.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.DslStoreFormat;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.DslKeyValueParams;
import org.apache.kafka.streams.state.DslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state stores: plain key-value stores with a changelog. Those that grow with the fleet are where Streams' setting {@code
 * dsl.store.suppliers.class} says, by default on disk; those that grow with the number of runs are in memory, where the processors
 * mirror them anyway.
 */
public final class Stores {

    /** Per miner: a roster entry, time points seen. */
    public static final String MINERS = "miners";

    /** Per miner and valid-from: a roster entry. */
    static final String ROSTER = "roster";

    /** Per time point of a run: records, statistics, watermark.  */
    public static final String POINTS = "time-points";

    /** Per run: what its watermarks say, windows judged. */
    public static final String RUNS = "runs";

    /** Per site: the cadence that was learnt, seconds. */
    static final String CADENCES = "cadences";

    /** Readings that wait for the roster. */
    static final String UNROSTERED = "unrostered";

    /** Partial verdicts that wait for the others. */
    static final String PARTIALS = "partials";

    /** Per site and window: the verdict over the latest run. */
    static final String LATEST = "latest-verdicts";

    /** Per miner: its active alerts. */
    static final String ALERTS = "active-alerts";

    /** Per partition: 100 MB. */
    private static final int MOST_MINERS_IN_MEMORY = 250_000;

    /** Per site, rule, metric and miner: what is held or covered by an alert of the site. */
    static final String GROUPED_ALERTS = "grouped-alerts";

    /** Per site, rule and metric: the site's alert. */
    static final String SITE_ALERTS = "site-alerts";

    /** Per site and partition: miners in the roster. */
    static final String SITE_MINERS = "site-miners";

    private Stores() {}

    static Set<StoreBuilder<?>> ofValidator(
            Serde<TelemetryAlert> alerts, String alertTopic, Policies policies, DslStoreSuppliers large) {
        return Set.of(
                WriteBehindStore.over(
                        plain(of(large, MINERS), Serdes.Integer(), MinerStateSerde.create(policies)),
                        MOST_MINERS_IN_MEMORY),
                cached(of(large, ALERTS), Serdes.Integer(), ActiveAlert.serde(alerts, alertTopic)),
                cached(of(large, UNROSTERED), MinerKey.serde(), PendingReadingSerde.create()),
                cached(of(large, ROSTER), MinerKey.serde(), RosteredMinerSerde.create(policies)),
                WriteBehindStore.over(plain(inMemory(POINTS), PointKey.serde(), PointTally.serde()), Integer.MAX_VALUE),
                cached(inMemory(RUNS), Serdes.Long(), RunRecord.serde()),
                cached(inMemory(CADENCES), Serdes.Integer(), Serdes.Integer()));
    }

    static Set<StoreBuilder<?>> ofSites(
            Serde<WindowVerdict> verdicts, Serde<TelemetryAlert> alerts, TopicNames topics, DslStoreSuppliers large) {
        Serde<PartialVerdict> partials = PartialVerdict.serde(verdicts, topics.verdicts());
        return Set.of(
                cached(of(large, GROUPED_ALERTS), Serdes.String(), GroupMember.serde(alerts, topics.alerts())),
                cached(inMemory(SITE_ALERTS), Serdes.String(), AlertChange.ofAlerts(alerts, topics.alerts())),
                cached(inMemory(SITE_MINERS), Serdes.String(), Serdes.Integer()),
                cached(inMemory(PARTIALS), Serdes.String(), partials),
                cached(inMemory(LATEST), Serdes.String(), partials));
    }

    /** All values of a miner, ascending. */
    static <V> List<KeyValue<MinerKey, V>> ofMiner(KeyValueStore<MinerKey, V> store, int minerId) {
        List<KeyValue<MinerKey, V>> values = new ArrayList<>();
        try (KeyValueIterator<MinerKey, V> range =
                store.range(new MinerKey(minerId, 0), new MinerKey(minerId, Long.MAX_VALUE))) {
            range.forEachRemaining(values::add);
        }
        return values;
    }

    /** Caching loses nothing: under exactly_once a cache is flushed with each commit. */
    private static <K, V> StoreBuilder<KeyValueStore<K, V>> cached(
            KeyValueBytesStoreSupplier supplier, Serde<K> keys, Serde<V> values) {
        return plain(supplier, keys, values).withCachingEnabled();
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> plain(
            KeyValueBytesStoreSupplier supplier, Serde<K> keys, Serde<V> values) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(supplier, keys, values);
    }

    private static KeyValueBytesStoreSupplier of(DslStoreSuppliers suppliers, String name) {
        return suppliers.keyValueStore(new DslKeyValueParams(name, DslStoreFormat.PLAIN));
    }

    private static KeyValueBytesStoreSupplier inMemory(String name) {
        return org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name);
    }
}
