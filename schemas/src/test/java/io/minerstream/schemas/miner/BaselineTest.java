package io.minerstream.schemas.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.avro.HostingMiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {

    @Test
    void shouldTakeActualValuesFirst() {
        assertThat(baseline(95.5, 2900.0, 140.0, 3010.0)).isEqualTo(new Baseline(95.5, 2900.0));
    }

    @Test
    void shouldTakeReferenceWhenActualIsNull() {
        assertThat(baseline(null, null, 140.0, 3010.0)).isEqualTo(new Baseline(140.0, 3010.0));
    }

    @Test
    void shouldTakeDefaultsWhenModelHasNoReference() {
        assertThat(baseline(null, null, null, null)).isEqualTo(new Baseline(110.0, 3000.0));
    }

    @Test
    void shouldResolveEachMetricOnItsOwn() {
        assertThat(baseline(95.5, null, null, 3010.0)).isEqualTo(new Baseline(95.5, 3010.0));
        assertThat(baseline(null, 2900.0, 140.0, null)).isEqualTo(new Baseline(140.0, 2900.0));
        assertThat(baseline(null, 2900.0, null, null)).isEqualTo(new Baseline(110.0, 2900.0));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                -1.0,
                -Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void shouldFallThroughWhenValueIsUnusable(double unusable) {
        assertThat(baseline(unusable, unusable, 140.0, 3010.0)).isEqualTo(new Baseline(140.0, 3010.0));
        assertThat(baseline(unusable, unusable, unusable, unusable)).isEqualTo(new Baseline(110.0, 3000.0));
        assertThat(baseline(null, null, unusable, unusable)).isEqualTo(new Baseline(110.0, 3000.0));
    }

    @Test
    void shouldKeepTheSmallestPositiveValue() {
        assertThat(Baseline.resolve(Double.MIN_VALUE, 140, 110)).isEqualTo(Double.MIN_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"0.0", "-3.0", "NaN", "Infinity"})
    void shouldRefuseUnusableHashrate(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Baseline(value, 3000))
                .withMessage("hashrateTh: must be finite and greater than 0, got " + value);
    }

    @Test
    void shouldRefuseUnusablePower() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Baseline(110, -0.5))
                .withMessage("powerW: must be finite and greater than 0, got -0.5");
    }

    private static Baseline baseline(
            Double actualHashrate, Double actualPower, Double referenceHashrate, Double referencePower) {
        return Baseline.of(HostingMiner.newBuilder()
                .setMinerId(1)
                .setSiteId(5)
                .setSerialNumber("SN-1")
                .setActualHashrate(actualHashrate)
                .setActualPower(actualPower)
                .setReferenceHashrate(referenceHashrate)
                .setReferencePower(referencePower)
                .build());
    }
}
