package io.minerstream.producer.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateProfileTest {

    private static final String FORMS = "rate: must be max, RATE, constant:RATE, ramp:FROM..TO/LENGTH,"
            + " steps:RATE/LENGTH,...,RATE, sine:MIN..MAX/PERIOD or burst:BASE,PEAK/LENGTH/EVERY, got '%s'";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            max                        | 1000000    | 0s
            5000                       | 5000       | 1s
            constant:5000              | 162000000  | 9h
            0.125                      | 1          | 8s
            1000000000                 | 1000000000 | 1s
            ramp:0..20000/10m          | 540000     | 3m
            ramp:0..20000/10m          | 6000000    | 10m
            ramp:0..20000/10m          | 3450000000 | 48h
            ramp:20000..1000/10s       | 76250      | 5s
            ramp:1..2/30d              | 1620000    | 15d
            steps:1000/1m,5000/2m,300  | 60000      | 1m
            steps:1000/1m,5000/2m,300  | 660000     | 3m
            steps:1000/1m,5000/2m,300  | 678000     | 4m
            steps:1000/1m,5000/2m      | 720000     | 4m
            steps:0/1m,5000/2m         | 600300000  | 3002m
            steps:7                    | 7          | 1s
            sine:1000..9000/1h         | 9000000    | 30m
            sine:1000..9000/1h         | 18000000   | 60m
            burst:1000,20000/10s/1m    | 50000      | 50s
            burst:1000,20000/10s/1m    | 250000     | 1m
            burst:0,20000/250ms/1s     | 4980       | 999ms
            """)
    void shouldReadRatesAndLengths(String text, long record, String due) {
        Duration time = Duration.parse(
                due.endsWith("ms") ? "PT0." + due.replace("ms", "S") : (due.endsWith("d") ? "P" : "PT") + due);

        assertThat(RateProfile.parse(text).schedule().intendedNanos(record)).isCloseTo(time.toNanos(), within(1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max", "constant:5000", "ramp:0..9/10m", "steps:1/1m,2", "sine:1..9/1h", "burst:1,9/1s/1m"})
    void shouldSayWhatItWasReadFrom(String text) {
        assertThat(RateProfile.parse(text)).hasToString(text);
    }

    @Test
    void shouldWriteKindOutWhenOnlyARateIsGiven() {
        assertThat(RateProfile.parse("0.5")).hasToString("constant:0.5");
    }

    @Test
    void shouldSayAConstantRate() {
        assertThat(RateProfile.parse("0.125").constantRate()).hasValue(0.125);
        assertThat(RateProfile.parse("steps:7").constantRate()).hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max", "ramp:5..5/10m", "steps:1/1m,2", "steps:1/1m", "sine:1..9/1h", "burst:1,9/1s/1m"})
    void shouldHaveNoConstantRateWhenItChanges(String text) {
        assertThat(RateProfile.parse(text).constantRate()).isEmpty();
    }

    @Test
    void shouldBeUnlimitedOnlyWhenAsFastAsPossible() {
        assertThat(RateProfile.parse("max").isUnlimited()).isTrue();
        assertThat(RateProfile.parse("1000000000").isUnlimited()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "MAX",
                "max:",
                "fast",
                "linear:5",
                "Constant:5",
                ":5",
                " 5000",
                "NaN",
                "Infinity",
                "-",
                "-Infinity",
                "null"
            })
    void shouldNameFormsWhenItHasNone(String text) {
        assertThatThrownBy(() -> RateProfile.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(FORMS.formatted(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            0                            | must be greater than 0, got 0
            -5                           | must be greater than 0, got -5
            0.000                        | must be greater than 0, got 0.000
            -0                           | must be greater than 0, got -0
            5k                           | must be a number of records per second, for example 5000 or 0.5, got '5k'
            5000/s                       | must be a number of records per second, for example 5000 or 0.5, got '5000/s'
            1e6                          | must be a number of records per second, for example 5000 or 0.5, got '1e6'
            5,000                        | must be a number of records per second, for example 5000 or 0.5, got '5,000'
            .5                           | must be a number of records per second, for example 5000 or 0.5, got '.5'
            0.0005                       | must have at most three decimals, got 0.0005
            1000000000.001               | must be at most 1000000000 (one record per nanosecond), got 1000000000.001
            99999999999999999999999      | must be at most 1000000000 (one record per nanosecond), got 99999999999999999999999
            constant:                    | constant: must be a number of records per second, for example 5000 or 0.5, got ''
            constant:0                   | constant: must be greater than 0, got 0
            constant:-1                  | constant: must be greater than 0, got -1
            constant:NaN                 | constant: must be a number of records per second, for example 5000 or 0.5, got 'NaN'
            ramp:                        | ramp: must be FROM..TO/LENGTH, for example 0..20000/10m, got ''
            ramp:0..20000                | ramp: must be FROM..TO/LENGTH, for example 0..20000/10m, got '0..20000'
            ramp:0-20000/10m             | ramp: must be FROM..TO/LENGTH, for example 0..20000/10m, got '0-20000/10m'
            ramp:0..5/1m/1m              | ramp: must be FROM..TO/LENGTH, for example 0..20000/10m, got '0..5/1m/1m'
            ramp:-1..5/1m                | ramp: FROM must be 0 or greater, got -1
            ramp:x..5/1m                 | ramp: FROM must be a number of records per second, for example 5000 or 0.5, got 'x'
            ramp:5..0/1m                 | ramp: TO must be greater than 0, as it holds after the ramp, got 0
            ramp:0..1.2345/1m            | ramp: TO must have at most three decimals, got 1.2345
            ramp:0..5/10                 | ramp: LENGTH must be a whole number of ms, s, m, h or d, for example 90s or 10m, got '10'
            ramp:0..5/-1m                | ramp: LENGTH must be a whole number of ms, s, m, h or d, for example 90s or 10m, got '-1m'
            ramp:0..5/1.5m               | ramp: LENGTH must be a whole number of ms, s, m, h or d, for example 90s or 10m, got '1.5m'
            ramp:0..5/PT1M               | ramp: LENGTH must be a whole number of ms, s, m, h or d, for example 90s or 10m, got 'PT1M'
            ramp:0..5/0s                 | ramp: LENGTH must be from 1ms to 30d, got 0s
            ramp:0..5/31d                | ramp: LENGTH must be from 1ms to 30d, got 31d
            ramp:0..5/99999999999999999d | ramp: LENGTH must be from 1ms to 30d, got 99999999999999999d
            ramp:0..1000000000/1h        | ramp: a ramp must come to at most 1000000000000 records, got 1800000000000
            steps:                       | steps: step 1 must be a number of records per second, for example 5000 or 0.5, got ''
            steps:0                      | steps: step 1 must be greater than 0, got 0
            steps:5/1m,0                 | steps: step 2 must be greater than 0, got 0
            steps:5,6/1m                 | steps: step 1 must be RATE/LENGTH, for example 1000/1m, got '5'
            steps:5/1m/1m,6              | steps: step 1 must be RATE/LENGTH, for example 1000/1m, got '5/1m/1m'
            steps:5/1m,6/1m/1m           | steps: step 2 must be RATE or RATE/LENGTH, for example 1000/1m, got '6/1m/1m'
            steps:5/1m,                  | steps: step 2 must be a number of records per second, for example 5000 or 0.5, got ''
            steps:5/1m,-6/1m             | steps: step 2 must be 0 or greater, got -6
            steps:5/0m,6                 | steps: step 1 LENGTH must be from 1ms to 30d, got 0m
            steps:0/1m,0/2m              | steps: at least one RATE must be greater than 0, got '0/1m,0/2m'
            steps:1000000/10d,1000000/2d | steps: a round must come to at most 1000000000000 records, got 1036800000000
            sine:1..9                    | sine: must be MIN..MAX/PERIOD, for example 1000..9000/1h, got '1..9'
            sine:9..9/1h                 | sine: MAX must be greater than MIN (9), got 9
            sine:-1..9/1h                | sine: MIN must be 0 or greater, got -1
            sine:1..9/0h                 | sine: PERIOD must be from 1ms to 30d, got 0h
            sine:0..1000000/30d          | sine: a period must come to at most 1000000000000 records, got 1296000000000
            burst:1,9/1s                 | burst: must be BASE,PEAK/LENGTH/EVERY, for example 1000,20000/10s/1m, got '1,9/1s'
            burst:9,9/1s/1m              | burst: PEAK must be greater than BASE (9), got 9
            burst:-1,9/1s/1m             | burst: BASE must be 0 or greater, got -1
            burst:1,9/1m/60s             | burst: LENGTH must be shorter than EVERY (60s), got 1m
            burst:1,9/1x/1m              | burst: LENGTH must be a whole number of ms, s, m, h or d, for example 90s or 10m, got '1x'
            burst:1,9/1s/40d             | burst: EVERY must be from 1ms to 30d, got 40d
            burst:1,1000000000/1h/2h     | burst: a round must come to at most 1000000000000 records, got 3600000003600
            """)
    void shouldNamePartAndRangeWhenANumberIsWrong(String text, String message) {
        assertThatThrownBy(() -> RateProfile.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate: " + message);
    }
}
