package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReferenceSignalTest {

    private static final Baseline BASELINE = new Baseline(110, 3250);
    private static final int MINERS = 4_167;
    private static final int HOURS = 24;
    private static final int FIRST_HOUR = 490_000;

    private final Signal signal = SignalProfile.named("reference").signal();

    /** Values of an independent implementation: a change here changes everybody's data. */
    @Test
    void shouldGiveTheDocumentedReadings() {
        assertThat(signal.read(42, 5, Interval.hour(490_000), 1, MinerStatus.ACTIVE, BASELINE))
                .isEqualTo(new Reading(1, 107.85, 3057.83, 70.5, 4489, 0, 0));
        assertThat(signal.read(43, 5, Interval.hour(490_000), 1, MinerStatus.ACTIVE, BASELINE))
                .isEqualTo(new Reading(1, 115.05, 3242.15, 69.78, 4137, 0, 0));
        assertThat(signal.read(-1, 5, Interval.hour(1_000_000_000), Integer.MAX_VALUE, MinerStatus.ACTIVE, BASELINE))
                .isEqualTo(new Reading(Integer.MAX_VALUE, 107.15, 3226.98, 76.37, 5463, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFLINE", "ERROR", "OTHER"})
    void shouldReportZerosAndNoTemperatureWhenMinerDoesNotRun(MinerStatus status) {
        assertThat(signal.read(42, 5, Interval.hour(490_000), 7, status, BASELINE))
                .isEqualTo(new Reading(7, 0, 0, null, null, 0, 0));
    }

    @Test
    void shouldShareNoRecordBetweenNeighbouringSeeds() {
        assertThat(shared(42, 43, (seed, record) -> running(signal, seed, record)))
                .isEmpty();
    }

    /** The trap that the test above is about: the same mixer, but keyed by seed ^ counter, repeats every single record. */
    @Test
    void shouldShareEveryRecordWhenKeyedBySeedXorCounter() {
        assertThat(shared(42, 43, (seed, record) -> naive(seed ^ record))).hasSize(MINERS * HOURS);
    }

    @Test
    void shouldListTheProfilesWhenTheNameIsUnknown() {
        assertThatThrownBy(() -> SignalProfile.named("Reference"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("profile: must be one of reference, realistic, got 'Reference'");
    }

    private static Set<Reading> shared(long seed, long other, RecordSource source) {
        Set<Reading> records = all(seed, source);
        assertThat(records).as("records of one seed differ").hasSize(MINERS * HOURS);
        Set<Reading> shared = new HashSet<>(records);
        shared.retainAll(all(other, source));
        return shared;
    }

    private static Set<Reading> all(long seed, RecordSource source) {
        return IntStream.range(0, MINERS * HOURS)
                .mapToObj(record -> source.read(seed, record))
                .collect(Collectors.toSet());
    }

    /** The id is left out, so that the values of different miners and hours are compared as well. */
    private static Reading running(Signal signal, long seed, int record) {
        Reading reading = signal.read(seed, record / HOURS, FIRST_HOUR + record % HOURS, MinerStatus.ACTIVE, BASELINE);
        return new Reading(0, reading.hashrateTh(), reading.powerW(), reading.temperatureC(), reading.fanRpm(), 0, 0);
    }

    private static Reading naive(long key) {
        long stream = CounterRandom.mix64(key);
        return new Reading(
                0,
                Decimals.round2(CounterRandom.uniform(CounterRandom.bits(stream, 0, 0), 99, 121)),
                Decimals.round2(CounterRandom.uniform(CounterRandom.bits(stream, 0, 1), 2990, 3510)),
                Decimals.round2(CounterRandom.uniform(CounterRandom.bits(stream, 0, 2), 65, 85)),
                CounterRandom.uniformInt(CounterRandom.bits(stream, 0, 3), 4000, 6000),
                0,
                0);
    }

    private interface RecordSource {
        Reading read(long seed, int record);
    }
}
