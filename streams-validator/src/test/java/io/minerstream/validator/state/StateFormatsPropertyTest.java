package io.minerstream.validator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosterStatus;
import io.minerstream.validator.rule.RunWindows;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

class StateFormatsPropertyTest {

    private static final List<Integer> INTERVALS = List.of(1, 90, 300, 3600, 7200, 86_400);

    private record Place(long run, Interval interval, long recordedAtMs) {}

    @Provide
    Arbitrary<Interval> cadences() {
        return Arbitraries.of(INTERVALS).map(Interval::new);
    }

    @Provide
    Arbitrary<ReceivedReading> readings() {
        Arbitrary<Place> places = Combinators.combine(Arbitraries.longs(), cadences(), Arbitraries.longs())
                .as(Place::new);
        return Combinators.combine(
                        Arbitraries.integers(),
                        places,
                        Arbitraries.doubles(),
                        Arbitraries.doubles(),
                        Arbitraries.doubles().injectNull(0.2),
                        Arbitraries.integers().injectNull(0.2),
                        Arbitraries.longs().greaterOrEqual(0))
                .as((miner, at, hashrate, power, temperature, fan, offset) -> new ReceivedReading(
                        miner, at.run, at.interval, at.recordedAtMs, hashrate, power, temperature, fan, 3, offset));
    }

    @Property(tries = 300)
    void shouldKeepPendingReadings(@ForAll("readings") ReceivedReading reading) {
        assertThat(roundTrip(PendingReadingSerde.create(), reading)).isEqualTo(reading);
    }

    @Property(tries = 300)
    void shouldKeepTallies(
            @ForAll List<@From("readings") ReceivedReading> readings, @ForAll @IntRange(min = -1) int expected) {
        PointTally tally = new PointTally();
        PointTally.Kind[] kinds = PointTally.Kind.values();
        for (int i = 0; i < readings.size(); i++) {
            tally.add(readings.get(i), kinds[i % kinds.length], i % 4 == 0 ? null : "status" + i % 3);
        }
        if (expected >= 0) {
            tally.expect(expected);
        }

        PointTally read = roundTrip(PointTally.serde(), tally);

        assertThat(read.records()).isEqualTo(tally.records());
        assertThat(read.duplicates()).isEqualTo(tally.duplicates());
        assertThat(read.hasWatermark()).isEqualTo(expected >= 0);
        assertThat(read.isComplete()).isEqualTo(tally.isComplete());
        assertThat(PointTally.serde().serializer().serialize("", read))
                .isEqualTo(PointTally.serde().serializer().serialize("", tally));
    }

    @Property(tries = 300)
    void shouldKeepRuns(
            @ForAll("cadences") Interval interval,
            @ForAll @IntRange(min = 1, max = 300) int points,
            @ForAll @Size(max = 10) List<@IntRange(min = 0, max = 20) Integer> judged,
            @ForAll boolean planned) {
        RunRecord run = RunRecord.seen(100).touched(200);
        if (planned) {
            run = run.planned(new RunRecord.Plan(5, new RunWindows(interval, 1000, 1000 + points, 24), 6));
            for (int window : judged) {
                if (window < run.plan().windows().count()) {
                    run = run.judged(window);
                }
            }
        }

        RunRecord read = roundTrip(RunRecord.serde(), run);

        assertThat(read).usingRecursiveComparison().isEqualTo(run);
    }

    @Property(tries = 300)
    void shouldKeepKeysOfTimePointsAndTheirOrder(
            @ForAll @LongRange(min = 0) long run,
            @ForAll("cadences") Interval interval,
            @ForAll @IntRange(min = 0) int point,
            @ForAll @IntRange(min = 0) int other) {
        PointKey key = new PointKey(run, interval, point);
        PointKey otherKey = new PointKey(run, interval, other);
        Serializer<PointKey> bytes = PointKey.serde().serializer();

        assertThat(roundTrip(PointKey.serde(), key)).isEqualTo(key);
        assertThat(Integer.signum(Arrays.compareUnsigned(bytes.serialize("", key), bytes.serialize("", otherKey))))
                .isEqualTo(Integer.signum(key.compareTo(otherKey)));
    }

    @Property(tries = 300)
    void shouldKeepRosterEntries(
            @ForAll int siteId,
            @ForAll @From("statuses") String status,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double hashrateTh,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double powerW,
            @ForAll int minerId,
            @ForAll @LongRange(min = 0) long validFromMs) {
        RosterStatus entry = new RosterStatus(siteId, status, new Baseline(hashrateTh, powerW));

        assertThat(roundTrip(RosterStatusSerde.create(), entry)).isEqualTo(entry);
        assertThat(roundTrip(RosterStoreKey.serde(), new RosterStoreKey(minerId, validFromMs)))
                .isEqualTo(new RosterStoreKey(minerId, validFromMs));
    }

    @Provide
    Arbitrary<String> statuses() {
        return Arbitraries.of("active", "maintenance", "offline", "error", "Active", "other", "retired", "", "停机");
    }

    /** Bytes of the first version, written down when it was the only one. */
    @Example
    void shouldReadWhatWasWrittenWhenAllRunsWereHourly() {
        byte[] run = HexFormat.of()
                .parseHex("01" + "0000000000000064" + "00000000000000c8" + "01" + "00000005" + "000003e8" + "00000406"
                        + "00000018" + "00000006" + "0000000000000002");
        byte[] reading = HexFormat.of()
                .parseHex("01" + "02" + "00000011" + "0000000000000007" + "000000000036ee80"
                        + "405b800000000000" + "40a7700000000000" + "0000000000000000" + "00001388" + "00000003"
                        + "000000000000002a");
        byte[] key = HexFormat.of().parseHex("0000000000000007" + "000003e8");

        RunRecord expected = RunRecord.seen(100)
                .touched(200)
                .planned(new RunRecord.Plan(5, new RunWindows(Interval.HOURLY, 1000, 1030, 24), 6))
                .judged(1);
        assertThat(RunRecord.serde().deserializer().deserialize("", run))
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(PendingReadingSerde.create().deserializer().deserialize("", reading))
                .isEqualTo(new ReceivedReading(17, 7, Interval.HOURLY, 3_600_000, 110, 3000, null, 5000, 3, 42));
        assertThat(PointKey.serde().deserializer().deserialize("", key))
                .isEqualTo(new PointKey(7, Interval.HOURLY, 1000));
    }

    private static <T> T roundTrip(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("", serde.serializer().serialize("", value));
    }
}
