package io.minerstream.producer.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for every profile, every record and every time. */
final class SendSchedulePropertyTest {

    @Property(tries = 5_000)
    void shouldCountRecordFromItsTimeOn(@ForAll("profiles") String profile, @ForAll("magnitudes") long record) {
        SendSchedule schedule = RateProfile.parse(profile).schedule();
        long intended = schedule.intendedNanos(record);
        if (intended == Long.MAX_VALUE) {
            return;
        }

        assertThat(schedule.dueRecords(intended)).isGreaterThan(record);
        assertThat(schedule.dueRecords(intended - 1)).isLessThanOrEqualTo(record);
    }

    @Property(tries = 5_000)
    void shouldCountThoseWhoseTimeHasCome(@ForAll("profiles") String profile, @ForAll("magnitudes") long elapsedNanos) {
        SendSchedule schedule = RateProfile.parse(profile).schedule();
        long due = schedule.dueRecords(elapsedNanos);

        assertThat(schedule.intendedNanos(due - 1)).isLessThanOrEqualTo(elapsedNanos);
        if (due < Long.MAX_VALUE) {
            assertThat(schedule.intendedNanos(due)).isGreaterThan(elapsedNanos);
        }
    }

    @Property(tries = 2_000)
    void shouldNeverGoBack(@ForAll("profiles") String profile, @ForAll("magnitudes") long record) {
        SendSchedule schedule = RateProfile.parse(profile).schedule();
        long before = schedule.intendedNanos(record);
        for (long next = record + 1; next <= record + 100; next++) {
            long intended = schedule.intendedNanos(next);
            assertThat(intended).as("record %d", next).isGreaterThanOrEqualTo(before);
            before = intended;
        }
    }

    /** The rate, summed up in small steps by the midpoint rule, knows nothing of integrals in closed form. */
    @Property(tries = 300)
    void shouldSendTheIntegralOfTheRate(
            @ForAll("profiles") String profile, @ForAll @LongRange(min = 1, max = 200) long seconds) {
        SendSchedule schedule = RateProfile.parse(profile).schedule();
        int parts = 100_000;
        long part = seconds * 1_000_000_000 / parts;
        double records = 0;
        double largest = 0;
        for (int i = 0; i < parts; i++) {
            double rate = schedule.ratePerSecond(i * part + part / 2);
            records += rate * part / 1e9;
            largest = Math.max(largest, rate);
        }
        // Where the rate jumps inside a part, the midpoint misses at most that part; at most 7 jumps per 1.2 seconds
        // here.
        double jumps = (1 + seconds * 6) * largest * part / 1e9;

        assertThat((double) schedule.dueRecords(seconds * 1_000_000_000) - 1)
                .isBetween(records - 1 - jumps, records + 1 + jumps);
    }

    @Property(tries = 2_000)
    void shouldStartRampsAndWavesFromZeroWithoutALeap(
            @ForAll @LongRange(min = 1, max = 1_000_000) long rate,
            @ForAll @LongRange(min = 1, max = 3_600) long seconds) {
        double ramp = Math.sqrt(2.0 * seconds / rate);
        SendSchedule schedule =
                RateProfile.parse("ramp:0..%d/%ds".formatted(rate, seconds)).schedule();

        assertThat(schedule.intendedNanos(0)).isZero();
        if (ramp <= seconds) {
            assertThat((double) schedule.intendedNanos(1)).isBetween(ramp * 1e9 - 1, ramp * 1e9 + 2);
        }
        assertThat(RateProfile.parse("sine:0..%d/%ds".formatted(rate, seconds))
                        .schedule()
                        .intendedNanos(1))
                .as("a sine from 0")
                .isGreaterThan((long) (Math.min(ramp, (double) seconds) * 0.25e9));
    }

    @Property(tries = 2_000)
    void shouldNotDriftHoweverManyRounds(
            @ForAll("rounds") String profile, @ForAll @LongRange(min = 1, max = 1_000_000) long rounds) {
        SendSchedule schedule = RateProfile.parse(profile).schedule();
        long perRound = schedule.dueRecords(60_000_000_000L) - 1;

        assertThat(schedule.intendedNanos(perRound * rounds)).isEqualTo(rounds * 60_000_000_000L);
        assertThat(schedule.intendedNanos(perRound * rounds + 1) - rounds * 60_000_000_000L)
                .isEqualTo(schedule.intendedNanos(1));
    }

    /** As many small numbers as large ones; the largest leave room for a hundred more. */
    @Provide
    Arbitrary<Long> magnitudes() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, Long.MAX_VALUE - 101),
                        Arbitraries.integers().between(0, 62))
                .as((number, shift) -> number >> shift);
    }

    /** A round is a minute and comes to a whole number of records; its end is not silent. */
    @Provide
    Arbitrary<String> rounds() {
        Arbitrary<Long> rate = Arbitraries.longs().between(1, 500_000);
        return Arbitraries.oneOf(
                Combinators.combine(rate, rate).as((low, more) -> "sine:%d..%d/1m".formatted(low, low + 2 * more)),
                Combinators.combine(rate, rate).as("steps:%d/20s,%d/40s"::formatted),
                Combinators.combine(rate, rate).as((low, more) -> "burst:%d,%d/3s/1m".formatted(low, low + more)));
    }

    @Provide
    Arbitrary<String> profiles() {
        Arbitrary<String> rate = Arbitraries.longs().between(1, 50_000_000).map(thousandths -> "%d.%03d"
                .formatted(thousandths / 1_000, thousandths % 1_000));
        Arbitrary<String> length = Arbitraries.longs().between(200, 100_000).map(millis -> millis + "ms");
        Arbitrary<Integer> more = Arbitraries.integers().between(50_001, 90_000);
        return Arbitraries.oneOf(
                rate,
                Arbitraries.of(
                        "1000000000", "0.001", "999999999.999", "burst:0,1000000000/1ms/1s", "sine:0..1000000000/1s"),
                Combinators.combine(rate, rate, length).as("ramp:%s..%s/%s"::formatted),
                Combinators.combine(rate, length).as("ramp:0..%s/%s"::formatted),
                Combinators.combine(rate, length, rate, length).as("steps:%s/%s,0/1s,%s/%s"::formatted),
                Combinators.combine(rate, length, rate).as("steps:%s/%s,%s"::formatted),
                Combinators.combine(rate, more, length).as("sine:%s..%s/%s"::formatted),
                Combinators.combine(more, length).as("sine:0..%s/%s"::formatted),
                Combinators.combine(rate, more, length).as("burst:%s,%s/%s/200s"::formatted));
    }
}
