package io.minerstream.schemas.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the batch tools, number by number. */
class OperatingRangesTest {

    /** 1 - 0.10 is not exactly 0.90 in binary. */
    private static final Offset<Double> BINARY = within(1e-12);

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,      0.90, 1.10, 0.92, 1.08",
        "MAINTENANCE, 0.05, 0.20, 0.10, 0.30",
        "OFFLINE,     0,    0,    0,    0",
        "ERROR,       0,    0,    0,    0",
        "OTHER,       0,    0,    0,    0"
    })
    void shouldGiveFactorsOfTheBaseline(
            MinerStatus status, double minHashrate, double maxHashrate, double minPower, double maxPower) {
        assertThat(OperatingRanges.hashrateFactor(status).min()).isCloseTo(minHashrate, BINARY);
        assertThat(OperatingRanges.hashrateFactor(status).max()).isCloseTo(maxHashrate, BINARY);
        assertThat(OperatingRanges.powerFactor(status).min()).isCloseTo(minPower, BINARY);
        assertThat(OperatingRanges.powerFactor(status).max()).isCloseTo(maxPower, BINARY);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, 65, 85, 4000, 6000", "MAINTENANCE, 70, 95, 3000, 7000"})
    void shouldGiveTemperatureAndFanOfRunningMiners(
            MinerStatus status, double minTemperature, double maxTemperature, double minFan, double maxFan) {
        assertThat(OperatingRanges.temperatureC(status)).isEqualTo(new OperatingRange(minTemperature, maxTemperature));
        assertThat(OperatingRanges.fanRpm(status)).isEqualTo(new OperatingRange(minFan, maxFan));
    }

    @Test
    void shouldAllowExactlyZeroWhenMinerDoesNotRun() {
        assertThat(OperatingRanges.powerFactor(MinerStatus.OFFLINE).times(3250)).isEqualTo(new OperatingRange(0, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = MinerStatus.class,
            names = {"OFFLINE", "ERROR", "OTHER"})
    void shouldRefuseTemperatureAndFanWhenMinerDoesNotRun(MinerStatus status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatingRanges.temperatureC(status))
                .withMessage("temperature: exists for running miners (active, maintenance) only, got status "
                        + status.word());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatingRanges.fanRpm(status))
                .withMessage(
                        "fan_speed: exists for running miners (active, maintenance) only, got status " + status.word());
    }
}
