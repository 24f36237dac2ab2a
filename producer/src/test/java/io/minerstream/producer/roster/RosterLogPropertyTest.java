package io.minerstream.producer.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The log against sorted maps. */
final class RosterLogPropertyTest {

    /** One that clears, when there is no valid-from. */
    record Put(int miner, Long validFromMs, int value) {}

    @Property(tries = 1_000)
    void shouldReplaceWhatWasSaidOfTheValidFromAndLater(@ForAll("puts") List<Put> puts) {
        RosterLog<String> log = new RosterLog<>(2);
        Map<Integer, NavigableMap<Long, Integer>> expected = new HashMap<>();

        for (Put put : puts) {
            NavigableMap<Long, Integer> entries = expected.computeIfAbsent(put.miner(), unused -> new TreeMap<>());
            if (put.validFromMs() == null) {
                log.clear(put.miner());
                entries.clear();
            } else {
                log.put(put.miner(), put.validFromMs(), put.value(), note(put.value()));
                entries.tailMap(put.validFromMs(), true).clear();
                entries.put(put.validFromMs(), put.value());
            }
        }

        expected.forEach((miner, entries) -> {
            NavigableMap<Long, Integer> found = new TreeMap<>();
            for (int entry : log.ascending(miner)) {
                assertThat(log.note(entry)).isEqualTo(note(log.value(entry)));
                found.put(log.validFromMs(entry), log.value(entry));
            }
            assertThat(found).isEqualTo(entries);
            assertThat(log.last(miner) == RosterLog.NONE ? null : log.value(log.last(miner)))
                    .isEqualTo(entries.isEmpty() ? null : entries.lastEntry().getValue());
        });
        assertThat(log.noteCount())
                .isEqualTo(expected.values().stream()
                        .flatMap(entries -> entries.values().stream())
                        .filter(value -> note(value) != null)
                        .count());
    }

    private static String note(int value) {
        return value % 3 == 0 ? "note of " + value : null;
    }

    @Provide
    Arbitrary<List<Put>> puts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.longs().between(0, 20).injectNull(0.1),
                        Arbitraries.integers().between(0, 1_000))
                .as(Put::new)
                .list()
                .ofMaxSize(100);
    }
}
