package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RealisticSignalTest {

    private static final Baseline S21 = new Baseline(200, 3500);
    private static final long HOUR = 490_000;

    private final Signal signal = SignalProfile.named("realistic").signal();

    /** Values of an independent implementation (Python, SciPy's Poisson): a change here changes everybody's data. */
    @Test
    void shouldGiveThePinnedReadings() {
        assertThat(signal.read(42, 5, TimePoint.hour(HOUR), 1, MinerStatus.ACTIVE, S21))
                .isEqualTo(new GeneratedReading(1, 196.8, 3478.02, 74.83, 4904, 2515, 3));
        assertThat(signal.read(43, 5, TimePoint.hour(HOUR), 1, MinerStatus.ACTIVE, S21))
                .isEqualTo(new GeneratedReading(1, 200.73, 3515.81, 74.06, 5040, 2645, 3));
        assertThat(signal.read(42, 5, TimePoint.hour(HOUR), 1, MinerStatus.MAINTENANCE, S21))
                .isEqualTo(new GeneratedReading(1, 21.2, 688.95, 82.02, 4764, 271, 0));
    }

    @Test
    void shouldGiveThePinnedReadingOfFiveMinutes() {
        assertThat(signal.read(42, 5, new TimePoint(12 * HOUR + 7, 300), 1, MinerStatus.ACTIVE, S21))
                .isEqualTo(new GeneratedReading(1, 196.47, 3469.29, 73.99, 4867, 199, 1));
    }

    @Test
    void shouldGiveTheReadingOfTheDocumentation() {
        GeneratedReading reading = signal.read(42, 5, TimePoint.hour(HOUR), 1, MinerStatus.ACTIVE, S21);

        assertThat(Path.of("..", "docs", "signals.md")).content().contains("`" + reading + "`");
    }

    @Test
    void shouldReachTheEdgeOfTheParametersWithoutOverflow() {
        assertThat(signal.read(-1, 5, TimePoint.hour(-1_000_000_000), Integer.MAX_VALUE, MinerStatus.ACTIVE, S21))
                .isEqualTo(new GeneratedReading(Integer.MAX_VALUE, 197.32, 3422.62, 75.97, 4994, 2600, 1));
        assertThat(signal.read(-1, 5, TimePoint.hour(1_000_000_000), Integer.MAX_VALUE, MinerStatus.ACTIVE, S21))
                .isEqualTo(new GeneratedReading(Integer.MAX_VALUE, 197.63, 3428.52, 76.16, 4985, 2488, 0));
    }

    /** What is measured is a function of the time point; only the shares are of the interval. */
    @ParameterizedTest
    @ValueSource(ints = {1, 60, 300, 900, 21_600})
    void shouldAgreeWithTheHourlyReadingWhereIntervalsOfAnotherLengthMeetIt(int seconds) {
        for (int miner = 1; miner <= 1_000; miner++) {
            GeneratedReading hourly = signal.read(42, 5, TimePoint.hour(HOUR + 2), miner, MinerStatus.ACTIVE, S21);
            TimePoint other = new TimePoint((HOUR + 2) * 3_600 / seconds, seconds);
            GeneratedReading reading = signal.read(42, 5, other, miner, MinerStatus.ACTIVE, S21);

            assertThat(other.startSecond()).isEqualTo((HOUR + 2) * 3_600);
            assertThat(reading)
                    .usingRecursiveComparison()
                    .ignoringFields("acceptedShares", "rejectedShares")
                    .isEqualTo(hourly);
        }
    }

    @Test
    void shouldFollowTheSiteAndItsMiners() {
        GeneratedReading here = signal.read(42, 5, TimePoint.hour(HOUR), 1, MinerStatus.ACTIVE, S21);
        GeneratedReading elsewhere = signal.read(42, 6, TimePoint.hour(HOUR), 1, MinerStatus.ACTIVE, S21);

        assertThat(elsewhere.hashrateTh()).isEqualTo(here.hashrateTh());
        assertThat(elsewhere.temperatureC()).isNotEqualTo(here.temperatureC());
        assertThat(elsewhere.fanRpm()).isNotEqualTo(here.fanRpm());
    }
}
