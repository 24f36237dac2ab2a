package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seeds 42 and 43 give different data: of 100,000 records of each, none is in both. */
final class NeighbouringSeedsTest {

    private static final Baseline BASELINE = new Baseline(110, 3250);
    private static final int MINERS = 4_167;
    private static final int HOURS = 24;
    private static final int FIRST_HOUR = 490_000;

    @ParameterizedTest
    @EnumSource
    void shouldShareNoRecord(SignalProfile profile) {
        Signal signal = profile.signal();

        assertThat(shared((seed, record) -> withoutId(signal.read(
                        seed,
                        5,
                        TimePoint.hour(FIRST_HOUR + record % HOURS),
                        record / HOURS,
                        MinerStatus.ACTIVE,
                        BASELINE))))
                .isEmpty();
    }

    /** The trap that the test above is about: the same mixer, but keyed by seed ^ counter, repeats every single record. */
    @Test
    void shouldShareEveryRecordWhenKeyedBySeedXorCounter() {
        assertThat(shared((seed, record) -> naive(seed ^ record))).hasSize(MINERS * HOURS);
    }

    private static Set<GeneratedReading> shared(RecordSource source) {
        Set<GeneratedReading> records = all(42, source);
        assertThat(records).as("records of one seed differ").hasSize(MINERS * HOURS);
        Set<GeneratedReading> shared = new HashSet<>(records);
        shared.retainAll(all(43, source));
        return shared;
    }

    private static Set<GeneratedReading> all(long seed, RecordSource source) {
        return IntStream.range(0, MINERS * HOURS)
                .mapToObj(record -> source.read(seed, record))
                .collect(Collectors.toSet());
    }

    /** The id is left out, so that the values of different miners and hours are compared as well. */
    private static GeneratedReading withoutId(GeneratedReading reading) {
        return new GeneratedReading(
                0,
                reading.hashrateTh(),
                reading.powerW(),
                reading.temperatureC(),
                reading.fanRpm(),
                reading.acceptedShares(),
                reading.rejectedShares());
    }

    private static GeneratedReading naive(long key) {
        long stream = CounterRandom.mix64(key);
        return new GeneratedReading(
                0,
                Decimals.round2(CounterRandom.uniform(CounterRandom.bits(stream, 0, 0), 99, 121)),
                Decimals.round2(CounterRandom.uniform(CounterRandom.bits(stream, 0, 1), 2990, 3510)),
                Decimals.round2(CounterRandom.uniform(CounterRandom.bits(stream, 0, 2), 65, 85)),
                CounterRandom.uniformInt(CounterRandom.bits(stream, 0, 3), 4000, 6000),
                0,
                0);
    }

    private interface RecordSource {
        GeneratedReading read(long seed, int record);
    }
}
