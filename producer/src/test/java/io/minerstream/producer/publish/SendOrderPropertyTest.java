package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.run.Shard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
            @ForAll @IntRange(min = 1, max = 8) int threads,
            @ForAll @DoubleRange(max = 1) double start,
            @ForAll @DoubleRange(max = 1) double length) {
        MinerKeys keys = keys(miners, partitions, new Shard(0, Math.min(shards, partitions)));
        int from = (int) (start * keys.ownedMiners());
        int end = from + (int) (length * (keys.ownedMiners() - from));

        List<Integer> sent = SendOrder.byPartition(keys, threads).stream()
                .flatMap(order -> sent(order, from, end).stream())
                .toList();

        // A stable sort leaves equal partitions in the order in which they came.
        assertThat(sent.stream().sorted(Comparator.comparing(keys::partition)))
                .containsExactlyElementsOf(fleetOrder(keys, from, end).stream()
                        .sorted(Comparator.comparing(keys::partition))
                        .toList());
    }

    @Property(tries = 100)
    void shouldGiveEachPartitionToOneOfTheOrdersAndNoneMuchMoreThanAnother(
            @ForAll @IntRange(min = 1, max = 50) int partitions,
            @ForAll @IntRange(min = 1, max = 3) int shards,
            @ForAll @IntRange(min = 1, max = 8) int threads) {
        MinerKeys keys = keys(2_000, partitions, new Shard(0, Math.min(shards, partitions)));

        List<Set<Integer>> partitionsOfEach = SendOrder.byPartition(keys, threads).stream()
                .map(order -> sent(order, 0, keys.ownedMiners()).stream()
                        .map(keys::partition)
                        .collect(Collectors.toSet()))
                .toList();

        int owned = (int) IntStream.range(0, partitions).filter(keys::owns).count();
        assertThat(partitionsOfEach).hasSize(Math.min(threads, owned)).allSatisfy(each -> assertThat(each)
                .hasSizeBetween(owned / partitionsOfEach.size(), owned / partitionsOfEach.size() + 1));
        assertThat(partitionsOfEach.stream().flatMap(Set::stream))
                .hasSize(owned)
                .doesNotHaveDuplicates();
    }

    @Property(tries = 5)
    void shouldSendSeveralBatchesToAPartitionBeforeTheNext(@ForAll @IntRange(min = 2, max = 4) int partitions) {
        MinerKeys keys = keys(150_000, partitions, Shard.ALL);

        List<Integer> sent = sent(SendOrder.byPartition(keys, 1).get(0), 0, keys.ownedMiners());

        long changes = IntStream.range(1, sent.size())
                .filter(i -> keys.partition(sent.get(i)) != keys.partition(sent.get(i - 1)))
                .count();
        assertThat(changes).isLessThan(150_000 / 32_768 + partitions).isGreaterThan(partitions);
    }

    @Property(tries = 20)
    void shouldKeepTheOrderOfTheFleetForReadingsAtARate(@ForAll @IntRange(min = 1, max = 12) int partitions) {
        MinerKeys keys = keys(5_000, partitions, Shard.ALL);

        assertThat(sent(SendOrder.byFleet(keys), 0, keys.ownedMiners()))
                .isEqualTo(fleetOrder(keys, 0, keys.ownedMiners()));
    }

    private static MinerKeys keys(int miners, int partitions, Shard shard) {
        return new MinerKeys(new SyntheticFleet(miners, SITE, 42).load(), partitions, shard);
    }

    private static List<Integer> sent(SendOrder order, int from, int end) {
        List<Integer> sent = new ArrayList<>();
        order.begin(from, end);
        while (order.advance()) {
            IntStream.range(0, order.size()).map(order::miner).forEach(sent::add);
        }
        return sent;
    }

    private static List<Integer> fleetOrder(MinerKeys keys, int from, int end) {
        return IntStream.range(from, end).map(keys::owned).boxed().toList();
    }
}
