package io.minerstream.producer.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for every profile, every record and every time. */
final class SendSchedulePropertyTest {

    @Property(tries = 2_000)
    void shouldNeverGoBack(@ForAll("profiles") String profile, @ForAll("magnitudes") long record) {
        SendSchedule schedule = RateProfile.parse(profile).schedule();
        long before = schedule.intendedNanos(record);
        for (long next = record + 1; next <= record + 100; next++) {
            long intended = schedule.intendedNanos(next);
            assertThat(intended).as("record %s", next).isGreaterThanOrEqualTo(before);
            before = intended;
        }
    }

    /** The rate, summed up in small steps by the midpoint rule, knows nothing of integrals in closed form. */
    @Property(tries = 300)
    void shouldSendTheIntegralOfTheRate(
            @ForAll("rates") Rate profile, @ForAll @LongRange(min = 1, max = 200) long seconds) {
        SendSchedule schedule = RateProfile.parse(profile.text()).schedule();
        int parts = 100_000;
        long part = seconds * 1_000_000_000 / parts;
        double records = 0;
        double largest = 0;
        for (int i = 0; i < parts; i++) {
            double rate = profile.at((i * part + part / 2) / 1e9);
            records += rate * part / 1e9;
            largest = Math.max(largest, rate);
        }
        // Where the rate jumps inside a part, the midpoint misses at most that part; at most 7 jumps per 1.2 seconds
        // here.
        double jumps = (1 + seconds * 6) * largest * part / 1e9;

        assertThat((double) lastDue(schedule, seconds * 1_000_000_000))
                .isBetween(records - 1 - jumps, records + 1 + jumps);
    }

    @Property(tries = 2_000)
    void shouldStartRampsAndWavesFromZeroWithoutALeap(
            @ForAll @LongRange(min = 1, max = 1_000_000) long rate,
            @ForAll @LongRange(min = 1, max = 3_600) long seconds) {
        double ramp = Math.sqrt(2.0 * seconds / rate);
        SendSchedule schedule =
                RateProfile.parse("ramp:0..%s/%ss".formatted(rate, seconds)).schedule();

        assertThat(schedule.intendedNanos(0)).isZero();
        if (ramp <= seconds) {
            assertThat((double) schedule.intendedNanos(1)).isBetween(ramp * 1e9 - 1, ramp * 1e9 + 2);
        }
        assertThat(RateProfile.parse("sine:0..%s/%ss".formatted(rate, seconds))
                        .schedule()
                        .intendedNanos(1))
                .as("a sine from 0")
                .isGreaterThan((long) (Math.min(ramp, (double) seconds) * 0.25e9));
    }

    @Property(tries = 2_000)
    void shouldNotDriftHoweverManyRounds(
            @ForAll("rounds") String profile, @ForAll @LongRange(min = 1, max = 1_000_000) long rounds) {
        SendSchedule schedule = RateProfile.parse(profile).schedule();
        long perRound = lastDue(schedule, 60_000_000_000L);

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
                Combinators.combine(rate, rate).as((low, more) -> "sine:%s..%s/1m".formatted(low, low + 2 * more)),
                Combinators.combine(rate, rate).as("steps:%s/20s,%s/40s"::formatted),
                Combinators.combine(rate, rate).as((low, more) -> "burst:%s,%s/3s/1m".formatted(low, low + more)));
    }

    @Provide
    Arbitrary<String> profiles() {
        return rates().map(Rate::text);
    }

    @Provide
    Arbitrary<Rate> rates() {
        Arbitrary<Double> rate = Arbitraries.longs().between(1, 50_000_000).map(thousandths -> thousandths / 1e3);
        Arbitrary<Double> length = Arbitraries.longs().between(200, 100_000).map(millis -> millis / 1e3);
        Arbitrary<Double> more = Arbitraries.integers().between(50_001, 90_000).map(Integer::doubleValue);
        return Arbitraries.oneOf(
                rate.map(SendSchedulePropertyTest::constant),
                Arbitraries.of(
                        constant(1e9),
                        constant(0.001),
                        constant(999_999_999.999),
                        burst(0, 1e9, 0.001, 1),
                        sine(0, 1e9, 1)),
                Combinators.combine(rate, rate, length).as(SendSchedulePropertyTest::ramp),
                Combinators.combine(rate, length).as((to, seconds) -> ramp(0, to, seconds)),
                Combinators.combine(rate, length, rate, length).as(SendSchedulePropertyTest::stepsWithPause),
                Combinators.combine(rate, length, rate).as(SendSchedulePropertyTest::steps),
                Combinators.combine(rate, more, length).as(SendSchedulePropertyTest::sine),
                Combinators.combine(more, length).as((max, period) -> sine(0, max, period)),
                Combinators.combine(rate, more, length).as((base, peak, seconds) -> burst(base, peak, seconds, 200)));
    }

    /** A profile as text, and its rate in records per second at a time in seconds, from the definition. */
    private record Rate(String text, DoubleUnaryOperator bySecond) {

        double at(double seconds) {
            return bySecond.applyAsDouble(seconds);
        }
    }

    private static Rate constant(double rate) {
        return new Rate(String.format(Locale.ROOT, "%.3f", rate), t -> rate);
    }

    private static Rate ramp(double from, double to, double seconds) {
        return new Rate(
                String.format(Locale.ROOT, "ramp:%.3f..%.3f/%.0fms", from, to, seconds * 1e3),
                t -> t < seconds ? from + (to - from) * t / seconds : to);
    }

    private static Rate steps(double first, double seconds, double last) {
        return new Rate(
                String.format(Locale.ROOT, "steps:%.3f/%.0fms,%.3f", first, seconds * 1e3, last),
                t -> t < seconds ? first : last);
    }

    private static Rate stepsWithPause(double first, double firstSeconds, double last, double lastSeconds) {
        double pauseEnd = firstSeconds + 1;
        double round = pauseEnd + lastSeconds;
        return new Rate(
                String.format(
                        Locale.ROOT,
                        "steps:%.3f/%.0fms,0/1s,%.3f/%.0fms",
                        first,
                        firstSeconds * 1e3,
                        last,
                        lastSeconds * 1e3),
                t -> t % round < firstSeconds ? first : t % round < pauseEnd ? 0 : last);
    }

    private static Rate sine(double min, double max, double period) {
        return new Rate(
                String.format(Locale.ROOT, "sine:%.3f..%.3f/%.0fms", min, max, period * 1e3),
                t -> (min + max) / 2 - (max - min) / 2 * Math.cos(2 * Math.PI * t / period));
    }

    private static Rate burst(double base, double peak, double seconds, double every) {
        return new Rate(
                String.format(Locale.ROOT, "burst:%.3f,%.3f/%.0fms/%.0fs", base, peak, seconds * 1e3, every),
                t -> t % every < every - seconds ? base : peak);
    }

    /** The last record that is due by a time. */
    private static long lastDue(SendSchedule schedule, long nanos) {
        long due = 0;
        long later = Long.MAX_VALUE;
        while (later - due > 1) {
            long middle = due + (later - due) / 2;
            if (schedule.intendedNanos(middle) <= nanos) {
                due = middle;
            } else {
                later = middle;
            }
        }
        return due;
    }
}
