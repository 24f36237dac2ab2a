package io.minerstream.pipeline.load.search;

import io.minerstream.pipeline.load.lag.GroupProgress;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.PartitionLag;
import io.minerstream.pipeline.load.lag.ReadableReadings;
import io.minerstream.pipeline.load.verdict.GroupJudge;
import io.minerstream.pipeline.load.verdict.LagLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Consumers in virtual time that poll, process one reading after the other, and commit between polls: what a group bears is known by
 * arithmetic. Looks see committed offsets alone, as those at a cluster do.
 */
final class SimulatedGroup {

    private static final int POLL = 100;
    private static final double STEP_SECONDS = 0.01;
    private static final long LONGEST_DRAIN_SECONDS = 100_000;

    private final Random random;
    private final int partitions;
    private final int members;
    private final double[] costSeconds;
    private double commitSeconds;
    private double pauseSeconds;
    private int rebalances;

    /** Virtual time since the group began. */
    private double now;

    private long looks;
    private final double[] busyUntil;
    private final double[] lastCommit;
    private final int[] nextPartition;
    private final List<Deque<Double>> queues = new ArrayList<>();
    private final long[] end;
    private final long[] position;
    private final long[] committed;
    private final List<Double> intendedOfCommitted = new ArrayList<>();

    /** @param costSeconds for each reading, in any partition */
    SimulatedGroup(long seed, int partitions, int members, double costSeconds) {
        this.random = new Random(seed);
        this.partitions = partitions;
        this.members = members;
        this.costSeconds = new double[partitions];
        java.util.Arrays.fill(this.costSeconds, costSeconds);
        this.busyUntil = new double[members];
        this.lastCommit = new double[members];
        this.nextPartition = new int[members];
        this.end = new long[partitions];
        this.position = new long[partitions];
        this.committed = new long[partitions];
        for (int i = 0; i < partitions; i++) {
            queues.add(new ArrayDeque<>());
        }
        now = random.nextDouble() * 60;
    }

    SimulatedGroup committingEvery(double seconds) {
        commitSeconds = seconds;
        return this;
    }

    /** Stands still for so long at the beginning of each minute. */
    SimulatedGroup pausingEachMinute(double seconds) {
        pauseSeconds = seconds;
        return this;
    }

    SimulatedGroup withSlowPartition(int partition, double seconds) {
        costSeconds[partition] = seconds;
        return this;
    }

    SimulatedGroup rebalancing(int times) {
        rebalances = times;
        return this;
    }

    /** A whole search. */
    MaxRate search(double first) {
        RateSearch search = new RateSearch(first);
        for (Optional<RateSearch.Step> step = search.next(); step.isPresent(); step = search.next()) {
            search.tried(probe(step.get()));
        }
        return search.found();
    }

    /** One probe, and the drain after it. */
    private RateProbe probe(RateSearch.Step step) {
        ReadableReadings readings = new ReadableReadings(partitions);
        GroupProgress progress = new GroupProgress(readings);
        GroupJudge judge = new GroupJudge("g", new LagLimits(Optional.empty(), Optional.empty()), partitions, false);
        ProbeJudge probe = new ProbeJudge(step, Optional.empty(), judge);
        double start = now;
        double nextLook = start + random.nextDouble();
        boolean voids = rebalances-- > 0;
        long sent = 0;
        Optional<ProbeVerdict> verdict = Optional.empty();
        GroupSample sample = null;
        while (verdict.isEmpty()) {
            now += STEP_SECONDS;
            for (; start + sent / step.ratePerSecond() <= now; sent++) {
                double due = start + sent / step.ratePerSecond();
                int partition = (int) (sent % partitions);
                readings.add(partition, end[partition]++, nanos(due), nanos(due));
                queues.get(partition).add(due);
            }
            process();
            if (now >= nextLook) {
                nextLook += 1;
                sample = look(progress, voids && now - start > 8);
                Duration at = Duration.ofNanos(nanos(now - start));
                judge.look(at, sample);
                verdict = probe.look(at, sample);
            }
        }
        Duration length = Duration.ofNanos(nanos(now - start));
        for (double from = now; unread() > 0 && now - from < LONGEST_DRAIN_SECONDS; now += STEP_SECONDS) {
            process();
        }
        return new RateProbe(
                step,
                verdict.get(),
                length,
                probe.slope(),
                verdict.get() == ProbeVerdict.TOO_MUCH ? Optional.of(Bottleneck.ofGroup(sample)) : Optional.empty());
    }

    private GroupSample look(GroupProgress progress, boolean rebalanced) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            offsets.put(i, committed[i]);
        }
        List<PartitionLag> lags = progress.look(nanos(now), offsets);
        return new GroupSample("g", "Stable", members, rebalanced, lags);
    }

    private long unread() {
        long unread = 0;
        for (int i = 0; i < partitions; i++) {
            unread += end[i] - committed[i];
        }
        return unread;
    }

    private void process() {
        for (int member = 0; member < members; member++) {
            while (busyUntil[member] <= now) {
                double began = Math.max(busyUntil[member], now - STEP_SECONDS);
                double resumed = afterPause(began);
                if (resumed > began) {
                    busyUntil[member] = resumed;
                    continue;
                }
                commit(member, began);
                if (!poll(member, began)) {
                    busyUntil[member] = now + 1e-9;
                }
            }
        }
    }

    private double afterPause(double time) {
        double ofMinute = time % 60;
        return ofMinute < pauseSeconds ? time - ofMinute + pauseSeconds : time;
    }

    private void commit(int member, double time) {
        if (time - lastCommit[member] >= commitSeconds) {
            lastCommit[member] = time;
            for (int i = member; i < partitions; i += members) {
                committed[i] = position[i];
            }
        }
    }

    /** The next readings, partition by partition; false when there are none. */
    private boolean poll(int member, double began) {
        double cost = 0;
        int taken = 0;
        for (int tries = 0; tries < partitions && taken < POLL; tries++) {
            int partition = (nextPartition[member] * members + member) % partitions;
            Deque<Double> queue = queues.get(partition);
            while (taken < POLL && !queue.isEmpty()) {
                queue.remove();
                cost += costSeconds[partition] * (0.5 + random.nextDouble());
                position[partition]++;
                taken++;
            }
            nextPartition[member] = (nextPartition[member] + 1) % Math.max(1, partitions / members);
        }
        busyUntil[member] = began + cost;
        return taken > 0;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
