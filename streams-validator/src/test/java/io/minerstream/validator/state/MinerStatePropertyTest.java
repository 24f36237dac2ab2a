package io.minerstream.validator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.validator.rule.HourWindow;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosterEntry;
import io.minerstream.validator.rule.RuleSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final int BASE_HOUR = 498_600;
    private static final MinerState.BlockFilter KEEP = (run, hour) -> true;

    /** A record of a run: at a whole hour or not, breaking RANGE or not. */
    record Sent(long run, int hour, boolean offHour, boolean outOfRange) {
        void markIn(MinerState state) {
            if (offHour) {
                state.markOffHour(run, hour, KEEP);
            } else {
                state.mark(run, hour, KEEP);
            }
            state.addRules(run, hour, outOfRange ? RuleSet.bit(Rule.RANGE) : RuleSet.NONE);
        }
    }

    @Provide
    Arbitrary<List<Sent>> records() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.integers().between(BASE_HOUR, BASE_HOUR + 80),
                        Arbitraries.of(true, false, false, false),
                        Arbitraries.of(true, false, false, false))
                .as(Sent::new)
                .list()
                .ofMaxSize(120);
    }

    @Property
    void shouldCutAnyWindowLikePlainCollections(
            @ForAll("records") List<Sent> records,
            @ForAll @IntRange(min = -30, max = 90) int offset,
            @ForAll @IntRange(min = 1, max = 60) int hours,
            @ForAll @IntRange(min = 1, max = 3) int run) {
        MinerState state = new MinerState();
        records.forEach(record -> record.markIn(state));
        HourWindow window = new HourWindow(BASE_HOUR + offset, BASE_HOUR + offset + hours);

        assertThat(roundTrip(state).cut(run, window)).isEqualTo(naive(records, run, window));
    }

    private static MinerWindow naive(List<Sent> records, int run, HourWindow window) {
        Map<Integer, Integer> counts = new HashMap<>();
        int offHours = 0;
        int rules = RuleSet.NONE;
        for (Sent record : records) {
            if (record.run != run || record.hour < window.fromHour() || record.hour >= window.toHour()) {
                continue;
            }
            if (record.offHour) {
                offHours++;
                rules |= RuleSet.bit(Rule.OFF_HOUR);
            } else if (counts.merge(record.hour, 1, Integer::sum) > 1) {
                rules |= RuleSet.bit(Rule.DUPLICATE);
            }
            rules |= record.outOfRange ? RuleSet.bit(Rule.RANGE) : RuleSet.NONE;
        }
        BitSet seen = new BitSet();
        BitSet doubled = new BitSet();
        int duplicates = 0;
        for (Map.Entry<Integer, Integer> hour : counts.entrySet()) {
            seen.set(hour.getKey() - window.fromHour());
            doubled.set(hour.getKey() - window.fromHour(), hour.getValue() > 1);
            duplicates += hour.getValue() - 1;
        }
        return new MinerWindow(window, seen, doubled, duplicates, offHours, rules);
    }

    @Property
    void shouldSurviveTheRoundTripThroughBytes(
            @ForAll("records") List<Sent> records,
            @ForAll boolean rostered,
            @ForAll boolean declaredUnknown,
            @ForAll int siteId,
            @ForAll String status) {
        MinerState state = new MinerState();
        RosterEntry entry = rostered ? new RosterEntry(siteId, status, new Baseline(1.5, 2.5)) : null;
        state.setEntry(entry);
        if (declaredUnknown) {
            state.declareUnknown();
        }
        records.forEach(record -> record.markIn(state));

        MinerState read = roundTrip(state);

        assertThat(read.entry()).isEqualTo(withoutUnpairedSurrogates(entry));
        assertThat(read.isDeclaredUnknown()).isEqualTo(declaredUnknown);
        assertThat(bytes(read)).isEqualTo(bytes(state));
    }

    @Example
    void shouldTakeFortyThreeBytesWithinADayOfARun() {
        MinerState state = new MinerState();
        state.setEntry(new RosterEntry(5, "maintenance", new Baseline(110, 3000)));
        for (int hour = 0; hour < 24; hour++) {
            state.mark(1, BASE_HOUR / 24 * 24 + hour, KEEP);
        }

        assertThat(bytes(state)).hasSize(43);
    }

    @Example
    void shouldForgetBlocksThatAreNotNeededWhenANewOneIsAdded() {
        MinerState state = new MinerState();
        List<Long> asked = new ArrayList<>();
        state.mark(1, 0, KEEP);
        state.mark(2, 24, (run, hour) -> {
            asked.add(run);
            return false;
        });

        assertThat(asked).containsExactly(1L);
        assertThat(state.cut(1, new HourWindow(0, 24)).records()).isZero();
        assertThat(state.cut(2, new HourWindow(24, 48)).records()).isEqualTo(1);
    }

    @Example
    void shouldNameTheFormatWhenBytesAreOfAnotherVersion() {
        Assertions.assertThatThrownBy(() -> MinerStateSerde.create()
                        .deserializer()
                        .deserialize("validator-miners-changelog", new byte[] {9, 0}))
                .isInstanceOf(SerializationException.class)
                .hasMessage("validator-miners-changelog: these 2 bytes are no miner state of a known version")
                .hasRootCauseMessage("version: must be 1, got 9");
    }

    /** UTF-8 has no bytes for half a character; no database has such a status either. */
    private static RosterEntry withoutUnpairedSurrogates(RosterEntry entry) {
        return entry == null
                ? null
                : new RosterEntry(
                        entry.siteId(),
                        StateFormat.text(
                                java.nio.ByteBuffer.wrap(StateFormat.utf8(entry.statusText())),
                                StateFormat.utf8(entry.statusText()).length),
                        entry.baseline());
    }

    private static MinerState roundTrip(MinerState state) {
        Serde<MinerState> serde = MinerStateSerde.create();
        return serde.deserializer().deserialize("miners", bytes(state));
    }

    private static byte[] bytes(MinerState state) {
        return MinerStateSerde.create().serializer().serialize("miners", state);
    }
}
