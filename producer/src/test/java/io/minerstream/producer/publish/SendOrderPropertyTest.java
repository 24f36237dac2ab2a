package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.run.Shard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SendOrderPropertyTest {

    private static final int SITE = 5;

    @Property(tries = 100)
    void shouldKeepTheOrderOfEachPartition(
            @ForAll @IntRange(min = 1, max = 30_000) int miners,
            @ForAll @IntRange(min = 1, max = 50) int partitions,
            @ForAll @IntRange(min = 1, max = 3) int shards,
            @ForAll @DoubleRange(max = 1) double start) {
        MinerKeys keys = keys(miners, partitions, new Shard(0, Math.min(shards, partitions)));
        int from = (int) (start * keys.ownedMiners());

        List<Integer> sent = sent(SendOrder.byPartition(keys), from, keys.ownedMiners());

        // A stable sort leaves equal partitions in the order in which they came.
        assertThat(sent.stream().sorted(Comparator.comparing(keys::partition)))
                .containsExactlyElementsOf(fleetOrder(keys, from).stream()
                        .sorted(Comparator.comparing(keys::partition))
                        .toList());
    }

    @Property(tries = 20)
    void shouldSendBatchAfterBatchToEachPartition(@ForAll @IntRange(min = 2, max = 12) int partitions) {
        MinerKeys keys = keys(60_000, partitions, Shard.ALL);

        List<Integer> sent = sent(SendOrder.byPartition(keys), 0, keys.ownedMiners());

        long changes = IntStream.range(1, sent.size())
                .filter(i -> keys.partition(sent.get(i)) != keys.partition(sent.get(i - 1)))
                .count();
        assertThat(changes).isLessThan(60_000 / 1_000).isGreaterThanOrEqualTo(60_000 / 2_048 - partitions);
    }

    @Property(tries = 20)
    void shouldKeepTheOrderOfTheFleetForReadingsAtARate(@ForAll @IntRange(min = 1, max = 12) int partitions) {
        MinerKeys keys = keys(5_000, partitions, Shard.ALL);

        assertThat(sent(SendOrder.byFleet(keys), 0, keys.ownedMiners())).isEqualTo(fleetOrder(keys, 0));
    }

    private static MinerKeys keys(int miners, int partitions, Shard shard) {
        return new MinerKeys(new SyntheticFleet(miners, SITE, 42).load(), partitions, shard);
    }

    private static List<Integer> sent(SendOrder order, int from, int end) {
        List<Integer> sent = new ArrayList<>();
        int position = from;
        while (position < end) {
            int count = order.begin(position, end);
            IntStream.range(0, count).map(order::miner).forEach(sent::add);
            position += count;
        }
        return sent;
    }

    private static List<Integer> fleetOrder(MinerKeys keys, int from) {
        return IntStream.range(from, keys.ownedMiners())
                .map(keys::owned)
                .boxed()
                .toList();
    }
}
