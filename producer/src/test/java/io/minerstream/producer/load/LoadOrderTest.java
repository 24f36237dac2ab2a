package io.minerstream.producer.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.run.Shard;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOrderTest {

    private static final int MINERS = 50;
    private static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 500", "2, 1", "2, 199", "3, 500", "6, 523"})
    void shouldGiveEachReadingToOneShardInOrder(int shards, long readings) {
        List<List<Long>> numbers = IntStream.range(0, shards)
                .mapToObj(i -> LoadOrder.of(FLEET, 6, new Shard(i, shards)))
                .map(order -> LongStream.range(0, order.own(readings))
                        .map(order::number)
                        .boxed()
                        .toList())
                .toList();

        assertThat(numbers).allSatisfy(own -> assertThat(own).isSorted());
        // Disjoint, and together complete.
        assertThat(numbers.stream().flatMap(List::stream).sorted().toList())
                .isEqualTo(LongStream.range(0, readings).boxed().toList());
    }
}
