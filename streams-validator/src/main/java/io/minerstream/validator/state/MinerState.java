package io.minerstream.validator.state;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.TimeWindow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What each reading of a miner needs: one of its roster entries with the time in which it is in force and, per run and UTC day,
 * the time points that the miner has sent. Mutable, not thread-safe.
 */
public final class MinerState {

    final List<DayBlock> blocks;
    private Tenure tenure;
    private boolean declaredUnknown;

    /**
     * A roster entry and the time in which it is in force.
     *
     * @param miner the miner as this entry describes it
     * @param fromMs first millisecond since the epoch, {@link Long#MIN_VALUE} for the first entry
     * @param untilMs end, exclusive, {@link Long#MAX_VALUE} for the last known entry
     * @param entries how many entries of the miner are known, at least 1
     */
    public record Tenure(RosteredMiner miner, long fromMs, long untilMs, int entries) {

        /** Of the only entry of a miner, which is in force at all times. */
        public static Tenure always(RosteredMiner miner) {
            return new Tenure(miner, Long.MIN_VALUE, Long.MAX_VALUE, 1);
        }

        /** Whether the entry is in force at an instant. */
        public boolean covers(long epochMs) {
            return epochMs >= fromMs && epochMs < untilMs;
        }
    }

    /** Decides which blocks are still needed. */
    @FunctionalInterface
    public interface BlockFilter {
        /** Whether a window that is not yet judged may need time points in {@code [from, to)} of the run. */
        boolean isNeeded(long run, Interval interval, long from, long to);
    }

    /** A miner without entry and records. */
    public MinerState() {
        this(null, false, new ArrayList<>(2));
    }

    MinerState(Tenure tenure, boolean declaredUnknown, List<DayBlock> blocks) {
        this.tenure = tenure;
        this.declaredUnknown = declaredUnknown;
        this.blocks = blocks;
    }

    /** The roster entry that was needed last; null when the miner is not in the roster. */
    public Tenure tenure() {
        return tenure;
    }

    public boolean isRostered() {
        return tenure != null;
    }

    /** Remembers another of the miner's entries. */
    public void setTenure(Tenure tenure) {
        this.tenure = tenure;
    }

    /**
     * Takes a new entry of the roster.
     *
     * @param newest null when the miner was removed
     */
    public void rostered(Tenure newest) {
        tenure = newest;
        declaredUnknown = false;
    }

    /** Whether its readings were reported as UNKNOWN_MINER since its last roster entry. */
    public boolean isDeclaredUnknown() {
        return declaredUnknown;
    }

    public void declareUnknown() {
        declaredUnknown = true;
    }

    /** Whether there is nothing to remember. */
    public boolean isEmpty() {
        return tenure == null && !declaredUnknown && blocks.isEmpty();
    }

    /**
     * Notes a record at a time point.
     *
     * @param filter applied when a block is added, so that the state does not grow with the number of runs
     * @return whether it is the first of its run and time point; any other counts as a duplicate
     */
    public boolean mark(long run, Interval interval, long point, BlockFilter filter) {
        DayBlock block = block(run, interval, point, filter);
        boolean first = block.mark(interval.ofDay(point));
        if (!first) {
            block.fault(interval.ofDay(point)).duplicates++;
        }
        return first;
    }

    /** Notes a record between the given time point and the next one. */
    public void markOffCadence(long run, Interval interval, long point, BlockFilter filter) {
        block(run, interval, point, filter).fault(interval.ofDay(point)).offCadence++;
    }

    /** Notes that a record broke rules; the record was marked before. */
    public void addRules(long run, Interval interval, long point, int rules) {
        if (rules != RuleSet.NONE) {
            DayBlock block = block(run, interval, point, (anyRun, anyInterval, from, to) -> true);
            block.fault(interval.ofDay(point)).rules |= rules;
        }
    }

    /**
     * Forgets blocks that are no longer needed.
     *
     * @return whether no block is left
     */
    public boolean retain(BlockFilter filter) {
        blocks.removeIf(block -> !filter.isNeeded(block.run, block.interval, block.from(), block.to()));
        return blocks.isEmpty();
    }

    private DayBlock block(long run, Interval interval, long point, BlockFilter filter) {
        int day = interval.day(point);
        // Newest first: records come in order of time.
        for (int i = blocks.size() - 1; i >= 0; i--) {
            DayBlock block = blocks.get(i);
            if (block.run == run && block.day == day && block.interval.equals(interval)) {
                return block;
            }
        }
        retain(filter);
        DayBlock block = new DayBlock(run, interval, day, new BitSet(interval.perDay()));
        blocks.add(block);
        return block;
    }

    /** Cuts a window of a run out of the days. */
    public MinerWindow cut(long run, TimeWindow window) {
        BitSet seen = new BitSet(window.points());
        BitSet duplicated = new BitSet();
        int duplicates = 0;
        int offCadence = 0;
        int rules = RuleSet.NONE;
        for (DayBlock block : blocks) {
            if (block.run != run
                    || !block.interval.equals(window.interval())
                    || block.from() >= window.to()
                    || block.to() <= window.from()) {
                continue;
            }
            long first = Math.max(window.from(), block.from());
            long end = Math.min(window.to(), block.to());
            int shift = (int) (first - window.from());
            block.seen.get((int) (first - block.from()), (int) (end - block.from())).stream()
                    .forEach(i -> seen.set(shift + i));
            for (PointFault fault : block.faults) {
                long point = block.from() + fault.ofDay;
                if (point >= first && point < end) {
                    duplicates += fault.duplicates;
                    offCadence += fault.offCadence;
                    rules |= fault.rules;
                    if (fault.duplicates > 0) {
                        duplicated.set((int) (point - window.from()));
                    }
                }
            }
        }
        return new MinerWindow(
                window,
                seen,
                duplicated,
                duplicates,
                offCadence,
                rules
                        | (duplicates > 0 ? RuleSet.bit(Rule.DUPLICATE) : RuleSet.NONE)
                        | (offCadence > 0 ? RuleSet.bit(Rule.OFF_CADENCE) : RuleSet.NONE));
    }
}
