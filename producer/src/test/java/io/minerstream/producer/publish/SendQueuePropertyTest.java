package io.minerstream.producer.publish;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.SendQueue.PartitionCursor;
import io.minerstream.producer.publish.SendQueue.Slice;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.record.TimePointReadings;
import io.minerstream.producer.run.Shard;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.Header;

class SendQueuePropertyTest {

    private static final int SITE = 5;

    /** A reading: which miner, and when. */
    private record Sent(int partition, TimePointReadings timePoint, int miner) {}

    @Property(tries = 100)
    void shouldHandOutEachReadingOnceAndThoseOfAPartitionInOrder(
            @ForAll @IntRange(min = 1, max = 60_000) int miners,
            @ForAll @IntRange(min = 1, max = 30) int partitions,
            @ForAll @IntRange(min = 1, max = 3) int shards,
            @ForAll @IntRange(min = 1, max = 5) int timePoints,
            @ForAll @IntRange(min = 1, max = 8) int threads,
            @ForAll @DoubleRange(max = 1) double start,
            @ForAll @DoubleRange(max = 1) double end,
            @ForAll long seed) {
        MinerKeys keys = keys(miners, partitions, new Shard(0, Math.min(shards, partitions)));
        List<Slice> slices = IntStream.range(0, timePoints)
                .mapToObj(i -> new Slice(
                        readings(keys, i),
                        i == 0 ? (int) (start * keys.ownedMiners()) : 0,
                        i == timePoints - 1 && i > 0 ? (int) (end * keys.ownedMiners()) : keys.ownedMiners()))
                .toList();

        List<Sent> sent = sent(new SendQueue(keys, slices), keys, threads, new Random(seed));

        assertThat(sent.stream().collect(groupingBy(Sent::partition)))
                .isEqualTo(slices.stream()
                        .flatMap(slice -> IntStream.range(slice.firstMiner(), slice.endMiner())
                                .map(keys::owned)
                                .mapToObj(miner -> new Sent(keys.partition(miner), slice.readings(), miner)))
                        .collect(groupingBy(Sent::partition)));
    }

    /** As those of a fleet of hundreds, whose time points have a few readings for each partition. */
    @Property(tries = 5)
    void shouldHandOutSeveralBatchesOfAPartitionOneAfterAnother(@ForAll @IntRange(min = 2, max = 4) int partitions) {
        MinerKeys keys = keys(300, partitions, Shard.ALL);
        List<Slice> slices = IntStream.range(0, 500)
                .mapToObj(i -> new Slice(readings(keys, i), 0, keys.ownedMiners()))
                .toList();

        List<Sent> sent = sent(new SendQueue(keys, slices), keys, 1, new Random(42));

        long changes = IntStream.range(1, sent.size())
                .filter(i -> sent.get(i).partition() != sent.get(i - 1).partition())
                .count();
        assertThat(changes).isBetween(partitions - 1L, 150_000L / SendQueue.SEGMENT + 6 * partitions);
    }

    /** Whoever ends up alone with the rest of a partition makes the others wait. */
    @Property(tries = 3)
    void shouldKeepAllThreadsAtWorkUntilAShortSegmentForEachIsLeft(@ForAll @IntRange(min = 2, max = 4) int threads) {
        int miners = 400_000;
        MinerKeys keys = keys(miners, 4, Shard.ALL);
        SendQueue queue = new SendQueue(keys, List.of(new Slice(readings(keys, 0), 0, miners)));
        Deque<PartitionCursor> atWork = new ArrayDeque<>();
        IntStream.range(0, threads).forEach(i -> atWork.add(queue.take()));
        int handedOut = 0;
        PartitionCursor next = null;
        do {
            PartitionCursor done = atWork.remove();
            while (done.advance()) {
                handedOut += done.size();
            }
            queue.giveBack(done);
            next = queue.take();
            if (next != null) {
                atWork.add(next);
            }
        } while (next != null);

        assertThat(miners - handedOut).isLessThanOrEqualTo((threads - 1) * SendQueue.LAST_SEGMENT);
    }

    /** Threads take turns at random; each goes to the next readings of its partition, or takes another one. */
    private static List<Sent> sent(SendQueue queue, MinerKeys keys, int threads, Random random) {
        List<Sent> sent = new ArrayList<>();
        List<PartitionCursor> cursors = new ArrayList<>();
        IntStream.range(0, threads).forEach(i -> cursors.add(null));
        while (!cursors.isEmpty()) {
            int thread = random.nextInt(cursors.size());
            PartitionCursor cursor = cursors.get(thread);
            if (cursor == null) {
                PartitionCursor next = queue.take();
                if (next == null) {
                    cursors.remove(thread);
                } else {
                    assertThat(cursors).as("taken by others").doesNotContain(next);
                    cursors.set(thread, next);
                }
            } else if (cursor.advance()) {
                IntStream.range(0, cursor.size())
                        .map(cursor::miner)
                        .mapToObj(miner -> new Sent(keys.partition(miner), cursor.readings(), miner))
                        .forEach(sent::add);
            } else {
                queue.giveBack(cursor);
                cursors.set(thread, null);
            }
        }
        return sent;
    }

    private static MinerKeys keys(int miners, int partitions, Shard shard) {
        return new MinerKeys(fleet(miners), partitions, shard);
    }

    private static Fleet fleet(int miners) {
        return new SyntheticFleet(miners, SITE, 42).load();
    }

    /** Never read: only which and whose they are matters. */
    private static TimePointReadings readings(MinerKeys keys, int timePoint) {
        return new TimePointReadings("readings", new Header[0], null, keys, null, Instant.ofEpochSecond(timePoint));
    }
}
