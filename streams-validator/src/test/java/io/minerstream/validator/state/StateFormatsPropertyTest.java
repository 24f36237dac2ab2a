package io.minerstream.validator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.validator.rule.Reading;
import io.minerstream.validator.rule.RunWindows;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.serialization.Serde;

class StateFormatsPropertyTest {

    @Provide
    Arbitrary<Reading> readings() {
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.doubles(),
                        Arbitraries.doubles(),
                        Arbitraries.doubles().injectNull(0.2),
                        Arbitraries.integers().injectNull(0.2),
                        Arbitraries.longs().greaterOrEqual(0))
                .as((miner, run, at, hashrate, power, temperature, fan, offset) ->
                        new Reading(miner, run, at, hashrate, power, temperature, fan, 3, offset));
    }

    @Property(tries = 300)
    void shouldKeepPendingReadings(@ForAll("readings") Reading reading) {
        assertThat(roundTrip(PendingReadingSerde.create(), reading)).isEqualTo(reading);
    }

    @Property(tries = 300)
    void shouldKeepTallies(@ForAll List<@From("readings") Reading> readings, @ForAll @IntRange(min = -1) int expected) {
        HourTally tally = new HourTally();
        HourTally.Kind[] kinds = HourTally.Kind.values();
        for (int i = 0; i < readings.size(); i++) {
            tally.add(readings.get(i), kinds[i % kinds.length], i % 4 == 0 ? null : "status" + i % 3);
        }
        if (expected >= 0) {
            tally.expect(expected);
        }

        HourTally read = roundTrip(HourTally.serde(), tally);

        assertThat(read.records()).isEqualTo(tally.records());
        assertThat(read.duplicates()).isEqualTo(tally.duplicates());
        assertThat(read.hasWatermark()).isEqualTo(expected >= 0);
        assertThat(read.isComplete()).isEqualTo(tally.isComplete());
        assertThat(HourTally.serde().serializer().serialize("", read))
                .isEqualTo(HourTally.serde().serializer().serialize("", tally));
    }

    @Property(tries = 300)
    void shouldKeepRuns(
            @ForAll @IntRange(min = 1, max = 300) int hours,
            @ForAll @Size(max = 10) List<@IntRange(min = 0, max = 20) Integer> judged,
            @ForAll boolean planned) {
        RunRecord run = RunRecord.seen(100).touched(200);
        if (planned) {
            run = run.planned(new RunRecord.Plan(5, new RunWindows(1000, 1000 + hours, 24), 6));
            for (int window : judged) {
                if (window < run.plan().windows().count()) {
                    run = run.judged(window);
                }
            }
        }

        RunRecord read = roundTrip(RunRecord.serde(), run);

        assertThat(read).usingRecursiveComparison().isEqualTo(run);
    }

    private static <T> T roundTrip(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("", serde.serializer().serialize("", value));
    }
}
