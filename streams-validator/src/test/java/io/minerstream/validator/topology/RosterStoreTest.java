package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.state.MinerKey;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.MinerState.Tenure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterStoreTest {

    private static final int MINER = 17;

    private static final RosteredMiner ACTIVE = entry("active");
    private static final RosteredMiner OFFLINE = entry("offline");

    @TempDir
    private Path stateDir;

    private ProcessorBench bench;
    private KeyValueStore<MinerKey, RosteredMiner> store;
    private RosterStore roster;
    private final MinerState state = new MinerState();

    @BeforeEach
    void start() {
        bench = ProcessorBench.ofValidator(stateDir.toFile());
        MockProcessorContext<Object, Object> context = bench.context();
        store = context.getStateStore(Stores.ROSTER);
        roster = new RosterStore(store);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void shouldKeepNothingWhenAnEntryRepeatsTheOneBefore() {
        assertThat(roster.put(MINER, state, ACTIVE, 100)).isTrue();
        assertThat(roster.put(MINER, state, ACTIVE, 200)).isFalse();

        assertThat(stored()).containsExactly(KeyValue.pair(new MinerKey(MINER, 100), ACTIVE));
        assertThat(state.tenure()).isEqualTo(Tenure.always(ACTIVE));
    }

    @Test
    void shouldTakeBackLaterEntriesWhenOneRepeatsTheOneBefore() {
        roster.put(MINER, state, ACTIVE, 100);
        roster.put(MINER, state, OFFLINE, 200);
        roster.put(MINER, state, ACTIVE, 300);

        assertThat(roster.put(MINER, state, ACTIVE, 150)).isTrue();

        assertThat(stored()).containsExactly(KeyValue.pair(new MinerKey(MINER, 100), ACTIVE));
        assertThat(state.tenure()).isEqualTo(Tenure.always(ACTIVE));
    }

    @Test
    void shouldRememberTheTimeInWhichAnEntryCounts() {
        roster.put(MINER, state, ACTIVE, 100);
        roster.put(MINER, state, OFFLINE, 200);
        roster.put(MINER, state, ACTIVE, 300);

        assertThat(roster.at(MINER, state, 299)).isEqualTo(OFFLINE);
        assertThat(state.tenure()).isEqualTo(new Tenure(OFFLINE, 200, 300, 3));
        assertThat(roster.at(MINER, state, 5)).isEqualTo(ACTIVE);
        assertThat(state.tenure()).isEqualTo(new Tenure(ACTIVE, Long.MIN_VALUE, 200, 3));
        assertThat(roster.between(MINER, state, 150, 200)).containsExactly(ACTIVE, OFFLINE);
        assertThat(roster.between(MINER, state, 0, 199)).containsExactly(ACTIVE);
    }

    @Test
    void shouldNotMixMinersUp() {
        roster.put(MINER, state, ACTIVE, 100);
        roster.put(MINER + 1, new MinerState(), OFFLINE, 50);
        roster.put(MINER, state, OFFLINE, 200);

        assertThat(roster.at(MINER, state, 60)).isEqualTo(ACTIVE);
        roster.remove(MINER, state);
        assertThat(stored()).containsExactly(KeyValue.pair(new MinerKey(MINER + 1, 50), OFFLINE));
        assertThat(roster.at(MINER, state, 60)).isNull();
    }

    @Test
    void shouldForgetTheOldestBeyondTheMost() {
        for (int i = 0; i < RosterStore.MOST_ENTRIES + 2; i++) {
            roster.put(MINER, state, i % 2 == 0 ? ACTIVE : OFFLINE, 100L * i);
        }

        assertThat(stored()).hasSize(RosterStore.MOST_ENTRIES);
        assertThat(state.tenure().entries()).isEqualTo(RosterStore.MOST_ENTRIES);
        assertThat(stored().get(0).key.place()).isEqualTo(200);
        assertThat(roster.at(MINER, state, 0)).isEqualTo(ACTIVE);
        assertThat(roster.at(MINER, state, 350)).isEqualTo(OFFLINE);
    }

    private List<KeyValue<MinerKey, RosteredMiner>> stored() {
        List<KeyValue<MinerKey, RosteredMiner>> stored = new ArrayList<>();
        try (KeyValueIterator<MinerKey, RosteredMiner> all = store.all()) {
            all.forEachRemaining(stored::add);
        }
        return stored;
    }

    private static RosteredMiner entry(String status) {
        return new RosteredMiner(5, status, new Baseline(110, 3000), "Antminer S19", MinerPolicy.DEFAULT);
    }
}
