package io.minerstream.producer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class MinerIndexPropertyTest {

    record Change(int id, int value) {}

    @Property(tries = 200)
    void shouldHoldWhatAMapHolds(@ForAll("changes") List<Change> changes) {
        MinerIndex index = new MinerIndex();
        Map<Integer, Integer> map = new TreeMap<>();
        for (Change change : changes) {
            Integer before = change.value() == MinerIndex.ABSENT
                    ? map.remove(change.id())
                    : map.put(change.id(), change.value());
            assertThat(index.put(change.id(), change.value())).isEqualTo(before == null ? MinerIndex.ABSENT : before);
        }

        assertThat(index.minerIds())
                .containsExactly(map.keySet().stream().mapToInt(id -> id).toArray());
        map.forEach((id, value) -> assertThat(index.get(id)).isEqualTo(value));
    }

    /** Few ids, so that they come again; some that a bad hash would pile up. */
    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> ids = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 300),
                Arbitraries.integers().between(1, 300).map(i -> i << 16),
                Arbitraries.integers().between(Integer.MAX_VALUE - 100, Integer.MAX_VALUE));
        return Combinators.combine(ids, Arbitraries.integers().between(MinerIndex.ABSENT, 1_000))
                .as(Change::new)
                .list()
                .ofMaxSize(1_000);
    }

    @Example
    void shouldRefuseWhatIsNoMiner() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MinerIndex().put(0, 1))
                .withMessage("miner id: must be greater than 0, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MinerIndex().put(1, -2))
                .withMessage("value: must be at least 0, or ABSENT, got -2");
    }
}
