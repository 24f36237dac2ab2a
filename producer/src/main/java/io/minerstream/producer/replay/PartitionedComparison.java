package io.minerstream.producer.replay;

import io.minerstream.schemas.miner.TelemetryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * Compares rows that come in any order with a run whose miners are spread over parts, such as the partitions of a topic.
 *
 * <p>Guaranteed whatever the order: every row that comes and every row that was generated is counted exactly once. Of several
 * rows of one miner and time an equal one stands for it if there is any, else the first, and the others are duplicates.
 *
 * <p>Memory: a bit for each miner of a part at each time point that has begun and is not complete there; a complete one is a
 * single bit, because whatever comes for it again is a duplicate. Where a part's rows come hour by hour, as a generator writes
 * them, that is about a bit for each miner of the fleet, however long the run is and however far the parts are apart; a row
 * that is missing keeps its time point open for 4 bytes. In no order at all it is a bit for each row. Above
 * {@value #LARGEST_BYTES} bytes the comparison gives up rather than guess.
 *
 * <p>Not thread-safe.
 */
public final class PartitionedComparison {

    /** Most bytes for time points that are not complete: 256 MB, or two billion rows in no order at all. */
    static final long LARGEST_BYTES = 1L << 28;

    /** Different rows that are remembered, some 50 MB: beyond, an equal one that comes later is called a duplicate. */
    private static final int MOST_DIFFERENT = 1 << 20;

    private final RunReplay run;
    private final Tally tally;
    private final long largestBytes;
    private final int[] partOf;
    private final int[] rankInPart;
    private final int[] minersIn;
    private final List<Map<Integer, OpenTimePoint>> open = new ArrayList<>();
    private final List<BitSet> complete = new ArrayList<>();
    private final Set<Long> different = new HashSet<>();
    private long openBytes;

    /**
     * @param run what must be there
     * @param parts number of parts, at least 1
     * @param partOfMiner the part that a miner id belongs to, 0 to {@code parts - 1}
     * @param offenders most offenders to list, at least 0
     */
    public PartitionedComparison(RunReplay run, int parts, IntUnaryOperator partOfMiner, int offenders) {
        this(run, parts, partOfMiner, offenders, LARGEST_BYTES);
    }

    PartitionedComparison(RunReplay run, int parts, IntUnaryOperator partOfMiner, int offenders, long largestBytes) {
        this.run = run;
        this.tally = new Tally(run, offenders);
        this.largestBytes = largestBytes;
        this.partOf = new int[run.miners()];
        this.rankInPart = new int[run.miners()];
        this.minersIn = new int[parts];
        for (int i = 0; i < partOf.length; i++) {
            partOf[i] = partOfMiner.applyAsInt(run.minerId(i));
            rankInPart[i] = minersIn[partOf[i]]++;
        }
        for (int part = 0; part < parts; part++) {
            open.add(new HashMap<>());
            complete.add(new BitSet());
        }
    }

    /**
     * Takes a row.
     *
     * @param further what else is wrong with the row besides its values, such as its key; makes it different
     * @param where where the row is, for the list of offenders
     * @throws ReplayMemoryException when too many time points are begun and not complete
     */
    public void accept(TelemetryRow row, List<FieldDifference> further, String where) {
        int index = run.indexOf(row.minerId());
        int timePoint = run.timePointAt(row.recordedAt());
        if (index < 0 || timePoint < 0) {
            tally.extra(row, where);
            return;
        }
        List<FieldDifference> differences = run.differences(index, timePoint, row);
        differences.addAll(further);
        long key = (long) index * run.timePoints() + timePoint;
        if (come(index, timePoint)) {
            if (differences.isEmpty()) {
                tally.equal();
            } else {
                tally.different(row, differences, where);
                if (different.size() < MOST_DIFFERENT) {
                    different.add(key);
                }
            }
        } else if (differences.isEmpty() && different.remove(key)) {
            tally.equalAfterDifferent(row);
        } else {
            tally.duplicate(row, differences, where);
        }
    }

    /**
     * Takes a row of the run that cannot be read. What was generated in its place is missing.
     *
     * @param minerId null when it cannot be told
     * @param recordedAt null when it cannot be told
     * @param where where the row is, and why it cannot be read
     */
    public void unreadable(Integer minerId, Instant recordedAt, String where) {
        tally.unreadable(minerId, recordedAt, where);
    }

    private boolean come(int index, int timePoint) {
        int part = partOf[index];
        if (complete.get(part).get(timePoint)) {
            return false;
        }
        OpenTimePoint awaited = open.get(part).get(timePoint);
        if (awaited == null) {
            reserve(OpenTimePoint.bytes(minersIn[part]));
            awaited = new OpenTimePoint(minersIn[part]);
            open.get(part).put(timePoint, awaited);
        }
        openBytes -= awaited.bytes();
        boolean isNew = awaited.come(rankInPart[index]);
        if (awaited.left() == 0) {
            open.get(part).remove(timePoint);
            complete.get(part).set(timePoint);
        } else {
            openBytes += awaited.bytes();
        }
        return isNew;
    }

    private void reserve(long bytes) {
        openBytes += bytes;
        if (openBytes > largestBytes) {
            throw new ReplayMemoryException(
                    largestBytes, open.stream().mapToInt(Map::size).sum());
        }
    }

    /** Ends the comparison: whatever has not come by now is missing. Offenders are listed by part, then by time. */
    public ReplayResult finish() {
        for (int part = 0; part < minersIn.length; part++) {
            if (minersIn[part] > 0) {
                missingIn(part);
            }
        }
        return tally.result();
    }

    private void missingIn(int part) {
        int[] members = new int[minersIn[part]];
        for (int i = 0; i < partOf.length; i++) {
            if (partOf[i] == part) {
                members[rankInPart[i]] = i;
            }
        }
        Map<Integer, OpenTimePoint> begun = new TreeMap<>(open.get(part));
        int next = 0;
        while ((next = complete.get(part).nextClearBit(next)) < run.timePoints()) {
            int timePoint = next++;
            OpenTimePoint awaited =
                    begun.containsKey(timePoint) ? begun.get(timePoint) : new OpenTimePoint(members.length);
            awaited.missing().forEach(miner -> tally.missing(members[miner], timePoint, timePoint + 1));
        }
    }
}
