package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten million readings, none out of the range of its status. */
final class SignalBoundsTest {

    private static final int MINERS = 2_500;
    private static final int HOURS = 1_000;
    private static final Baseline BASELINE = new Baseline(110, 3250);

    /** Rounding to two decimals: the ends of these ranges are such decimals, but not all exact in binary. */
    private static final double EXACTNESS = 1e-9;

    @ParameterizedTest
    @CsvSource({"REFERENCE,ACTIVE", "REFERENCE,MAINTENANCE", "REALISTIC,ACTIVE", "REALISTIC,MAINTENANCE"})
    void shouldNeverBreakTheBounds(SignalProfile profile, MinerStatus status) {
        OperatingRange hashrate = OperatingRanges.hashrateFactor(status).times(BASELINE.hashrateTh());
        OperatingRange power = OperatingRanges.powerFactor(status).times(BASELINE.powerW());
        OperatingRange temperature = OperatingRanges.temperatureC(status);
        OperatingRange fan = OperatingRanges.fanRpm(status);
        Signal signal = profile.signal();
        int outside = 0;
        for (int i = 0; i < HOURS; i++) {
            // Seven hours apart, so that the days and seasons of nine months come up.
            Signal.Frame frame = signal.at(i, i % 50, TimePoint.hour(490_000 + 7L * i));
            for (int miner = 0; miner < MINERS; miner++) {
                GeneratedReading reading = frame.read(miner, status, BASELINE);
                if (!(isIn(hashrate, reading.hashrateTh())
                        && isIn(power, reading.powerW())
                        && isIn(temperature, reading.temperatureC())
                        && isIn(fan, reading.fanRpm())
                        && reading.acceptedShares() >= 0
                        && reading.rejectedShares() >= 0)) {
                    outside++;
                }
            }
        }

        assertThat(outside).isZero();
    }

    private static boolean isIn(OperatingRange range, double value) {
        return value >= range.min() - EXACTNESS && value <= range.max() + EXACTNESS;
    }
}
