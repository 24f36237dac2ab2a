package io.minerstream.validator.query;

import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.topology.Stores;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Interactive queries of the state of a miner. Reads what the stream threads have written and never waits for them. Thread-safe.
 *
 * <p>A miner belongs to the partition that Kafka's default partitioner gives it.
 */
public final class MinerQuery {

    private final KafkaStreams streams;

    public MinerQuery(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * Where the state of a miner is: {@link KeyQueryMetadata#NOT_AVAILABLE} while the instances rebalance.
     *
     * @throws IllegalStateException when the application does not run
     */
    public KeyQueryMetadata owner(int minerId) {
        return streams.queryMetadataForKey(
                Stores.MINERS, minerId, Serdes.Integer().serializer());
    }

    /**
     * The miner as this instance knows it; empty when it is neither in the roster nor has sent readings.
     *
     * @throws InvalidStateStoreException when this instance does not have the miner's partition, or not yet
     * @throws IllegalStateException when the application does not run
     */
    public Optional<MinerView> miner(int minerId) {
        ReadOnlyKeyValueStore<Integer, MinerState> store = streams.store(StoreQueryParameters.fromNameAndType(
                        Stores.MINERS, QueryableStoreTypes.<Integer, MinerState>keyValueStore())
                .withPartition(owner(minerId).partition()));
        return Optional.ofNullable(store.get(minerId)).map(state -> MinerView.of(minerId, state));
    }
}
