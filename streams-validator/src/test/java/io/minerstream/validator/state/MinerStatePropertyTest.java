package io.minerstream.validator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.MinerState.Tenure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.assertj.core.api.Assertions;

class MinerStatePropertyTest {

    private static final int BASE = 498_600;
    private static final MinerState.BlockFilter KEEP = (run, interval, from, to) -> true;
    private static final LongPredicate NONE = run -> false;

    /** Time points of a day: 1 to 86,400, and blocks that are not a whole number of words. */
    @Provide
    Arbitrary<Interval> intervals() {
        return Arbitraries.of(1, 60, 300, 720, 3600, 7200, 86_400).map(Interval::new);
    }

    /** A record of a run: at a time point or not, breaking RANGE or not. */
    record Sent(long run, int point, boolean offCadence, boolean outOfRange) {
        void markIn(MinerState state, Interval interval) {
            assertThat(state.reserve(run, interval, point, KEEP, NONE)).isTrue();
            if (offCadence) {
                state.markOffCadence(run, interval, point);
            } else {
                state.mark(run, interval, point);
            }
            state.addRules(run, interval, point, outOfRange ? RuleSet.bit(Rule.RANGE) : RuleSet.NONE);
        }
    }

    @Provide
    Arbitrary<List<Sent>> records() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.integers().between(BASE, BASE + 80),
                        Arbitraries.of(true, false, false, false),
                        Arbitraries.of(true, false, false, false))
                .as(Sent::new)
                .list()
                .ofMaxSize(120);
    }

    @Property
    void shouldCutAnyWindowLikePlainCollections(
            @ForAll("records") List<Sent> records,
            @ForAll("intervals") Interval interval,
            @ForAll @IntRange(min = -30, max = 90) int offset,
            @ForAll @IntRange(min = 1, max = 60) int points,
            @ForAll @IntRange(min = 1, max = 3) int run) {
        MinerState state = new MinerState();
        records.forEach(record -> record.markIn(state, interval));
        TimeWindow window = new TimeWindow(interval, BASE + offset, BASE + offset + points);

        assertThat(roundTrip(state).cut(run, window)).isEqualTo(naive(records, run, window));
    }

    /** With two decimals, as of our generator, with more, and anything else that is no NaN. */
    @Provide
    Arbitrary<Double> hashrates() {
        Arbitrary<Double> hundredths = Arbitraries.integers().between(1, 30_000).map(value -> value / 100.0);
        return Arbitraries.oneOf(hundredths, hundredths.map(value -> value + 1e-9), Arbitraries.doubles());
    }

    private static MinerWindow naive(List<Sent> records, int run, TimeWindow window) {
        Map<Integer, Integer> counts = new HashMap<>();
        int offCadence = 0;
        int rules = RuleSet.NONE;
        for (Sent record : records) {
            if (record.run != run || record.point < window.from() || record.point >= window.to()) {
                continue;
            }
            if (record.offCadence) {
                offCadence++;
                rules |= RuleSet.bit(Rule.OFF_CADENCE);
            } else if (counts.merge(record.point, 1, Integer::sum) > 1) {
                rules |= RuleSet.bit(Rule.DUPLICATE);
            }
            rules |= record.outOfRange ? RuleSet.bit(Rule.RANGE) : RuleSet.NONE;
        }
        BitSet seen = new BitSet();
        BitSet duplicated = new BitSet();
        int duplicates = 0;
        for (Map.Entry<Integer, Integer> point : counts.entrySet()) {
            seen.set((int) (point.getKey() - window.from()));
            duplicated.set((int) (point.getKey() - window.from()), point.getValue() > 1);
            duplicates += point.getValue() - 1;
        }
        return new MinerWindow(window, seen, duplicated, duplicates, offCadence, rules, List.of());
    }

    @Property
    void shouldSurviveTheRoundTripThroughBytes(
            @ForAll("records") List<Sent> records,
            @ForAll("intervals") Interval interval,
            @ForAll boolean rostered,
            @ForAll @IntRange(min = 1, max = 3) int entries,
            @ForAll boolean declaredUnknown,
            @ForAll int siteId,
            @ForAll String status,
            @ForAll("hashrates") double hashrateTh) {
        MinerState state = new MinerState();
        RosteredMiner entry = withoutUnpairedSurrogates(
                new RosteredMiner(siteId, status, new Baseline(1.5, 2.5), "Antminer S19", MinerPolicy.DEFAULT));
        Tenure tenure = entries == 1 ? Tenure.always(entry) : new Tenure(entry, -5, 1L << 40, entries);
        state.rostered(rostered ? tenure : null);
        if (declaredUnknown) {
            state.declareUnknown();
        }
        records.forEach(record -> record.markIn(state, interval));

        state.repeat(BASE, hashrateTh);

        MinerState read = roundTrip(state);

        assertThat(read.repeat(BASE + 1, hashrateTh)).isEqualTo(2);
        assertThat(state.repeat(BASE + 1, hashrateTh)).isEqualTo(2);
        assertThat(read.tenure()).isEqualTo(state.tenure());
        assertThat(read.rowHashrateTh).isEqualTo(state.rowHashrateTh);
        assertThat(read.isDeclaredUnknown()).isEqualTo(declaredUnknown);
        assertThat(bytes(read)).isEqualTo(bytes(state));
    }

    @Example
    void shouldTakeAtMostFortyFourBytesAndTheModelWithinADayOfARun() {
        MinerState state = new MinerState();
        state.rostered(Tenure.always(
                new RosteredMiner(5, "maintenance", new Baseline(110, 3000), "Antminer S19", MinerPolicy.DEFAULT)));
        for (int hour = 1; hour < 24; hour++) {
            mark(state, 1, Interval.HOURLY, BASE / 24 * 24 + hour);
        }

        assertThat(bytes(state)).hasSize(44 + "Antminer S19".length());

        mark(state, 1, Interval.HOURLY, BASE / 24 * 24);

        assertThat(bytes(state)).hasSize(41 + "Antminer S19".length());
    }

    @Example
    void shouldTakeSixBytesForARowOfEqualHashrates() {
        MinerState state = new MinerState();
        state.repeat(BASE, 110.25);

        assertThat(bytes(state)).hasSize(3 + 6);
    }

    @Example
    void shouldCountEqualHashratesOfTimePointsInARow() {
        MinerState state = new MinerState();
        List<Integer> rows = new ArrayList<>();
        for (int point : new int[] {1, 2, 3, 5, 6, 6, 7, 4}) {
            rows.add(state.repeat(point, 110.25));
        }
        rows.add(state.repeat(5, 110.26));
        state.endRow();
        rows.add(state.repeat(6, 110.26));

        assertThat(rows).containsExactly(0, 2, 3, 1, 2, 1, 2, 1, 0, 0);
    }

    @Example
    void shouldTakeABitForEachTimePointOfAFiveMinuteRun() {
        MinerState state = new MinerState();
        Interval fiveMinutes = new Interval(300);
        for (int point = 0; point < 288; point += 2) {
            mark(state, 1, fiveMinutes, point);
        }

        // 3 without blocks, 14 for the block, 288 bits.
        assertThat(bytes(state)).hasSize(3 + 14 + 36);
    }

    @Example
    void shouldNotGrowWithTheTimePointsOfARunWithoutFaults() {
        MinerState state = new MinerState();
        Interval secondly = new Interval(1);
        for (int point = 0; point < 86_400; point++) {
            mark(state, 1, secondly, point);
        }

        assertThat(bytes(state)).hasSize(3 + 14);
        assertThat(roundTrip(state).cut(1, new TimeWindow(secondly, 0, 86_400)).records())
                .isEqualTo(86_400);
    }

    @Example
    void shouldBoundTheFaultsOfAMinerThatIsAlwaysWrong() {
        MinerState state = new MinerState();
        Interval secondly = new Interval(1);
        for (int point = 0; point < 86_400; point++) {
            mark(state, 1, secondly, point);
            mark(state, 1, secondly, point);
            state.addRules(1, secondly, point, RuleSet.bit(Rule.RANGE));
        }

        MinerWindow sent = roundTrip(state).cut(1, new TimeWindow(secondly, 0, 86_400));
        assertThat(sent.duplicates()).isEqualTo(86_400);
        assertThat(sent.broke(Rule.RANGE)).isTrue();
        assertThat(bytes(state)).hasSizeLessThan(25_000);
    }

    @Example
    void shouldForgetBlocksThatAreNotNeededWhenANewOneIsAdded() {
        MinerState state = new MinerState();
        List<Long> asked = new ArrayList<>();
        mark(state, 1, Interval.HOURLY, 0);
        MinerState.BlockFilter filter = (run, interval, from, to) -> {
            asked.add(run);
            return false;
        };
        state.reserve(2, Interval.HOURLY, 24, filter, NONE);
        state.mark(2, Interval.HOURLY, 24);

        assertThat(asked).containsExactly(1L);
        assertThat(state.cut(1, new TimeWindow(Interval.HOURLY, 0, 24)).records())
                .isZero();
        assertThat(state.cut(2, new TimeWindow(Interval.HOURLY, 24, 48)).records())
                .isEqualTo(1);
    }

    @Example
    void shouldNameTheFormatWhenBytesAreOfAnotherVersion() {
        Assertions.assertThatThrownBy(() -> MinerStateSerde.create(Policies.DEFAULT)
                        .deserializer()
                        .deserialize("validator-miners-changelog", new byte[] {9, 0}))
                .isInstanceOf(SerializationException.class)
                .hasMessage("validator-miners-changelog: these 2 bytes are no miner state of a known version")
                .hasRootCauseMessage("version: must be 3, got 9");
    }

    private static void mark(MinerState state, long run, Interval interval, long point) {
        assertThat(state.reserve(run, interval, point, KEEP, NONE)).isTrue();
        state.mark(run, interval, point);
    }

    /** UTF-8 has no bytes for half a character; no database has such a status either. */
    private static RosteredMiner withoutUnpairedSurrogates(RosteredMiner miner) {
        byte[] status = miner.statusText().getBytes(StandardCharsets.UTF_8);
        return new RosteredMiner(
                miner.siteId(),
                new String(status, StandardCharsets.UTF_8),
                miner.baseline(),
                miner.model(),
                miner.policy());
    }

    private static MinerState roundTrip(MinerState state) {
        Serde<MinerState> serde = MinerStateSerde.create(Policies.DEFAULT);
        return serde.deserializer().deserialize("miners", bytes(state));
    }

    private static byte[] bytes(MinerState state) {
        return MinerStateSerde.create(Policies.DEFAULT).serializer().serialize("miners", state);
    }
}
