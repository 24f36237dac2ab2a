package io.minerstream.producer.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SendScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # every 200 microseconds, whatever the number
            5000                      | 0                   | 0
            5000                      | 1                   | 200000
            5000                      | 1000000000000       | 200000000000000000
            5000                      | 46116860184273      | 9223372036854600000
            5000                      | 46116860184274      | 9223372036854775807
            5000                      | 9223372036854775807 | 9223372036854775807
            # thirds of a nanosecond are rounded up, and never add up
            3                         | 1                   | 333333334
            3                         | 3                   | 1000000000
            3                         | 3000000001          | 1000000000333333334
            0.001                     | 1                   | 1000000000000
            1000000000                | 9223372036854775807 | 9223372036854775807
            999999999.999             | 9223372036854775806 | 9223372036854775807
            999999999.999             | 1000000000000000000 | 1000000000001000001
            # 100 t^2 / 2 records after t seconds, and 1,000 a second from the 5,000th
            ramp:0..1000/10s          | 0                   | 0
            ramp:0..1000/10s          | 50                  | 1000000000
            ramp:0..1000/10s          | 200                 | 2000000000
            ramp:0..1000/10s          | 5000                | 10000000000
            ramp:0..1000/10s          | 5001                | 10001000000
            ramp:0..1000/10s          | 1000000005000       | 1000000010000000000
            ramp:1000..0.001/10s      | 5000                | 9990009991
            ramp:5000..5000/10s       | 7                   | 1400000
            # half a record remains from the ramp
            ramp:0..1/1s              | 1                   | 1500000000
            steps:2/1s,4/1s,1         | 2                   | 1000000000
            steps:2/1s,4/1s,1         | 3                   | 1250000000
            steps:2/1s,4/1s,1         | 6                   | 2000000000
            steps:2/1s,4/1s,1         | 7                   | 3000000000
            steps:2/1s,4/1s           | 6                   | 2000000000
            steps:2/1s,4/1s           | 7                   | 2500000000
            steps:2/1s,4/1s           | 6000000007          | 2000000002500000000
            # a record at the end of a pause belongs to what came before it
            steps:2/1s,0/5s,4         | 2                   | 1000000000
            steps:2/1s,0/5s,4         | 3                   | 6250000000
            steps:2/1s,0/5s           | 3                   | 6500000000
            steps:0/1s,1              | 0                   | 0
            steps:0/1s,1              | 1                   | 2000000000
            # a millionth less than a third of a record per round
            steps:0.001/1ms,333.332/1ms | 1                 | 7000000
            burst:0,10/1s/10s         | 0                   | 0
            burst:0,10/1s/10s         | 1                   | 9100000000
            burst:0,10/1s/10s         | 10                  | 10000000000
            burst:0,10/1s/10s         | 11                  | 19100000000
            burst:1,10/1s/10s         | 1900000009          | 1000000009000000000
            # the mean after half a period and after a whole one
            sine:0..100/10s           | 250                 | 5000000000
            sine:0..100/10s           | 500                 | 10000000000
            sine:0..100/10s           | 500000000250        | 9223372036854775807
            sine:10..30/4s            | 40                  | 2000000000
            sine:10..30/4s            | 80000000040         | 4000000002000000000
            max                       | 9223372036854775807 | 0
            """)
    void shouldGiveIntendedTimeOfRecord(String profile, long record, long intendedNanos) {
        assertThat(schedule(profile).intendedNanos(record)).isEqualTo(intendedNanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max", "5", "steps:1/1s,2/1s"})
    void shouldRefuseRecordBeforeTheFirst(String profile) {
        assertThatThrownBy(() -> schedule(profile).intendedNanos(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("record: must be 0 or greater, got -1");
    }

    /** The definition itself, in whole numbers of any size: the first nanosecond by which the integral has reached n. */
    @Test
    void shouldBeExactForAnyConstantRateAndRecord() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            long millirate = 1 + random.nextLong(1L << (1 + random.nextInt(39)));
            long record = random.nextLong(1L << (1 + random.nextInt(62)));
            BigInteger trillion = BigInteger.valueOf(1_000_000_000_000L);
            BigInteger exact = BigInteger.valueOf(record)
                    .multiply(trillion)
                    .add(BigInteger.valueOf(millirate - 1))
                    .divide(BigInteger.valueOf(millirate));

            assertThat(SendSchedule.holding(List.of(), millirate).intendedNanos(record))
                    .as("seed 42, try %s: record %s at %s / 1000 per second", i, record, millirate)
                    .isEqualTo(exact.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
        }
    }

    /** A silent round nearly all of which passes without a record: the number of rounds itself leaves 64 bits. */
    @ParameterizedTest
    @ValueSource(strings = {"steps:0.001/1ms,0/1ms", "sine:0..0.001/1ms", "burst:0,0.001/1ms/1s"})
    void shouldNeverSendWhatTakesMoreRoundsThanALongCounts(String profile) {
        SendSchedule schedule = schedule(profile);

        assertThat(schedule.intendedNanos(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(schedule.intendedNanos(Long.MAX_VALUE / 1_000)).isEqualTo(Long.MAX_VALUE);
    }

    private static SendSchedule schedule(String profile) {
        return RateProfile.parse(profile).schedule();
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0, 0",
        "100, 1, 1",
        "100, 10000000, 1",
        "100, 10000001, 2",
        "100, 5000000000, 500",
        "'steps:10/1s,0/9s', 1000000001, 11",
        "'steps:10/1s,0/9s', 10000000000, 11",
        "ramp:0..1000/10s, 10000000000, 5000",
        "1000000000, 9223372036854775807, 9223372036854775807",
        "0.001, 9223372036854775807, 9223373"
    })
    void shouldCountTheRecordsThatAreDueBeforeATime(String rate, long nanos, long records) {
        assertThat(RateProfile.parse(rate).schedule().recordsBefore(nanos)).isEqualTo(records);
    }
}
