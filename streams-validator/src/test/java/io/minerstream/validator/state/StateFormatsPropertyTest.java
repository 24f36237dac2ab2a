package io.minerstream.validator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.RunWindows;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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
    Arbitrary<Interval> intervals() {
        return Arbitraries.of(INTERVALS).map(Interval::new);
    }

    @Provide
    Arbitrary<ReceivedReading> readings() {
        Arbitrary<Place> places = Combinators.combine(Arbitraries.longs(), intervals(), Arbitraries.longs())
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
            @ForAll("intervals") Interval interval,
            @ForAll @IntRange(min = 1, max = 300) int points,
            @ForAll @Size(max = 10) List<@IntRange(min = 0, max = 20) Integer> judged,
            @ForAll boolean planned) {
        RunRecord run = RunRecord.seen(100).touched(200);
        if (planned) {
            run = run.planned(new RunRecord.Plan(5, new RunWindows(interval, 1000, 1000 + points, 24), 6, false));
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
            @ForAll("intervals") Interval interval,
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
        RosteredMiner entry = new RosteredMiner(
                siteId, status, new Baseline(hashrateTh, powerW), "Antminer S19", MinerPolicy.DEFAULT);

        assertThat(roundTrip(RosteredMinerSerde.create(Policies.DEFAULT), entry))
                .isEqualTo(entry);
        assertThat(roundTrip(MinerKey.serde(), new MinerKey(minerId, validFromMs)))
                .isEqualTo(new MinerKey(minerId, validFromMs));
    }

    @Provide
    Arbitrary<String> statuses() {
        return Arbitraries.of("active", "maintenance", "offline", "error", "Active", "other", "retired", "", "停机");
    }

    private static <T> T roundTrip(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("", serde.serializer().serialize("", value));
    }
}
