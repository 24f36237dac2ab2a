package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OperatingPointTest {

    /** Deviations of one reading: five of the hashrate, two each of temperature, power and fan, and the air. */
    private static final int DEVIATIONS = 12;

    /**
     * Every formula rises or falls with each deviation alone, so that the corners are the extremes: when they are inside,
     * everything is, and no reading is ever cut off.
     */
    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "MAINTENANCE"})
    void shouldStayStrictlyInTheRangeOfTheStatusAtEveryCorner(MinerStatus status) {
        OperatingPoint point = OperatingPoint.of(status);
        for (int corner = 0; corner < 1 << DEVIATIONS; corner++) {
            double load = point.hashrateFactor(
                    sign(corner, 0), sign(corner, 1), sign(corner, 2), sign(corner, 3), sign(corner, 4));
            double airC = SiteClimate.MIDDLE_C + SiteClimate.LARGEST_DEVIATION_C * sign(corner, 5);
            double temperatureC = point.temperatureC(airC, load, sign(corner, 6), sign(corner, 7));

            assertInside(OperatingRanges.hashrateFactor(status), load, 0.005);
            assertInside(OperatingRanges.temperatureC(status), temperatureC, 0.5);
            assertInside(
                    OperatingRanges.powerFactor(status),
                    point.powerFactor(load, temperatureC, sign(corner, 8), sign(corner, 9)),
                    0.005);
            assertInside(
                    OperatingRanges.fanRpm(status), point.fanRpm(temperatureC, sign(corner, 10), sign(corner, 11)), 20);
        }
    }

    @Test
    void shouldRoundIntoTheRangeWhenTheNearestNumberLiesOutside() {
        assertThat(OperatingPoint.ACTIVE.hashrateTh(0.095, 0.9474))
                .as("0.0900, allowed from 0.0855")
                .isEqualTo(0.09);
        assertThat(OperatingPoint.ACTIVE.hashrateTh(0.0095, 1.05))
                .as("0.009975, allowed to 0.01045")
                .isEqualTo(0.01);
        assertThat(Decimals.round2(0.0051, 0.005, 0.008))
                .as("no such number in the range")
                .isEqualTo(0.01);
        assertThat(Decimals.round2(1.0961, 1.08, 1.0965)).as("1.10 is outside").isEqualTo(1.09);
        assertThat(Decimals.round2(1.0742, 1.0741, 1.09)).as("1.07 is outside").isEqualTo(1.08);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFLINE", "ERROR", "OTHER"})
    void shouldHaveNoPointForAMinerThatDoesNotRun(MinerStatus status) {
        assertThatThrownBy(() -> OperatingPoint.of(status))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not running: " + status.word());
    }

    private static int sign(int corner, int deviation) {
        return (corner >> deviation & 1) == 0 ? -1 : 1;
    }

    private static void assertInside(OperatingRange range, double value, double margin) {
        assertThat(value).isBetween(range.min() + margin, range.max() - margin);
    }
}
