package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.EventWindows;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.TimeWindow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;

/**
 * What each reading of a miner needs: one of its roster entries with the time in which it is in force and, per run and UTC day,
 * the time points that the miner has sent. Its size has a bound. Mutable, not thread-safe.
 */
public final class MinerState {

    /** Bound of the bytes of all days: each reading of the miner reads and writes them. */
    static final int MOST_BYTES = 256 * 1024;

    /** Runs that may give way, of which there are days. */
    static final int MOST_GIVING_WAY = 8;

    /** Bound of the bytes of the days of one run, so that a run that is never judged leaves room for others. */
    public static final int MOST_BYTES_PER_RUN = MOST_BYTES / 2;

    final List<DayBlock> blocks;
    private Tenure tenure;
    private boolean declaredUnknown;

    /** How many readings in a row have the hashrate {@link #rowHashrateTh}, up to the time point {@link #rowPoint}; 0 for no row. */
    int rowReadings;

    long rowPoint;
    double rowHashrateTh;

    private SilentEnd silentEnd;

    /**
     * The last window of a site that was judged ended with a silence, which may go on in the next one.
     *
     * @param siteId site of the window
     * @param interval interval of its time points
     * @param to end of the window, exclusive
     * @param points how many time points in a row were silent, at least 1
     */
    public record SilentEnd(int siteId, Interval interval, long to, int points) {}

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
        silentEnd = newest == null ? null : silentEnd;
        declaredUnknown = false;
    }

    /** Null when its last window did not end with a silence. */
    public SilentEnd silentEnd() {
        return silentEnd;
    }

    public void setSilentEnd(SilentEnd end) {
        silentEnd = end;
    }

    /** How many time points in a row were silent right before a window of a site. */
    public int silentBefore(int siteId, TimeWindow window) {
        return silentEnd != null
                        && silentEnd.siteId == siteId
                        && silentEnd.to == window.from()
                        && silentEnd.interval.equals(window.interval())
                ? silentEnd.points
                : 0;
    }

    /** Whether its readings were reported as UNKNOWN_MINER since its last roster entry. */
    public boolean isDeclaredUnknown() {
        return declaredUnknown;
    }

    public void declareUnknown() {
        declaredUnknown = true;
    }

    /** What it sent on the days that are remembered, counted. */
    public List<MinerDay> days() {
        return blocks.stream().map(MinerDay::of).toList();
    }

    /** Whether there is nothing to remember. */
    public boolean isEmpty() {
        return tenure == null && !declaredUnknown && blocks.isEmpty();
    }

    /**
     * Makes room for a record, which must come before the record is noted. When the room is used up, the days of another run that
     * may give way are forgotten.
     *
     * @param filter applied when a block is added, so that the state does not grow with the number of runs
     * @param givesWay whether the days of a run may be forgotten
     * @return false when there is no room; nothing has changed then
     */
    public boolean reserve(long run, Interval interval, long point, BlockFilter filter, LongPredicate givesWay) {
        int day = interval.day(point);
        if (find(run, interval, day) != null) {
            return true;
        }
        retain(filter);
        int more = DayBlock.bytes(interval);
        if (bytes(run) + more > MOST_BYTES_PER_RUN) {
            return false;
        }
        LongPredicate yields = other -> other != run && givesWay.test(other);
        while (bytes() + more > MOST_BYTES || runs(yields) >= MOST_GIVING_WAY) {
            DayBlock first = first(yields);
            if (first == null) {
                return false;
            }
            blocks.removeIf(block -> block.run == first.run);
        }
        blocks.add(new DayBlock(run, interval, day, new BitSet(interval.perDay())));
        return true;
    }

    /** Calls back with each distance between two neighbouring records of a run that were noted at an interval, in intervals. */
    public void distances(long run, Interval interval, IntConsumer consumer) {
        for (DayBlock block : blocks) {
            if (block.run == run && block.interval.equals(interval)) {
                int before = block.seen.nextSetBit(0);
                for (int i = block.seen.nextSetBit(before + 1); i > 0; i = block.seen.nextSetBit(i + 1)) {
                    consumer.accept(i - before);
                    before = i;
                }
            }
        }
    }

    /**
     * Notes a record at a time point.
     *
     * @return whether it is the first of its run and time point; any other counts as a duplicate
     */
    public boolean mark(long run, Interval interval, long point) {
        boolean first = block(run, interval, point).mark(interval.ofDay(point));
        if (!first) {
            fault(run, interval, point).duplicates++;
        }
        return first;
    }

    /** Notes a record between the given time point and the next one. */
    public void markOffCadence(long run, Interval interval, long point) {
        fault(run, interval, point).offCadence++;
    }

    /**
     * Enters the hashrate of a time point. A row goes on with the same hashrate at the next time point. The first reading, and any
     * at another time point, begin one.
     *
     * @param hashrateTh TH/s, finite
     * @return how many readings in a row have this hashrate; 0 when it is the first one, or differs from that of the reading before
     */
    public int repeat(long point, double hashrateTh) {
        boolean same = rowReadings > 0 && rowHashrateTh == hashrateTh;
        rowReadings = same && point == rowPoint + 1 ? rowReadings + 1 : 1;
        rowPoint = point;
        rowHashrateTh = hashrateTh;
        return same ? rowReadings : 0;
    }

    /** A reading without a hashrate to compare came. */
    public void endRow() {
        rowReadings = 0;
    }

    /** Notes that a record broke rules. */
    public void addRules(long run, Interval interval, long point, int rules) {
        if (rules != RuleSet.NONE) {
            fault(run, interval, point).rules |= rules;
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

    private PointFault fault(long run, Interval interval, long point) {
        return block(run, interval, point)
                .fault(
                        interval.ofDay(point),
                        () -> bytes() + DayBlock.FAULT_BYTES <= MOST_BYTES
                                && bytes(run) + DayBlock.FAULT_BYTES <= MOST_BYTES_PER_RUN);
    }

    private DayBlock block(long run, Interval interval, long point) {
        DayBlock block = find(run, interval, interval.day(point));
        if (block == null) {
            throw new IllegalStateException("time point " + point + ": room must have been reserved");
        }
        return block;
    }

    private DayBlock find(long run, Interval interval, int day) {
        // Newest first: records come in order of time.
        for (int i = blocks.size() - 1; i >= 0; i--) {
            DayBlock block = blocks.get(i);
            if (block.run == run && block.day == day && block.interval.equals(interval)) {
                return block;
            }
        }
        return null;
    }

    private DayBlock first(LongPredicate ofRun) {
        return blocks.stream()
                .filter(block -> ofRun.test(block.run))
                .findFirst()
                .orElse(null);
    }

    /** Number of runs. A loop, as all that follows, since it runs for each day of each miner. */
    private int runs(LongPredicate ofRun) {
        int runs = 0;
        for (int i = 0; i < blocks.size(); i++) {
            long run = blocks.get(i).run;
            if (isFirstOfRun(i) && ofRun.test(run)) {
                runs++;
            }
        }
        return runs;
    }

    private boolean isFirstOfRun(int index) {
        for (int i = 0; i < index; i++) {
            if (blocks.get(i).run == blocks.get(index).run) {
                return false;
            }
        }
        return true;
    }

    private int bytes() {
        int bytes = 0;
        for (DayBlock block : blocks) {
            bytes += block.bytes();
        }
        return bytes;
    }

    private int bytes(long run) {
        int bytes = 0;
        for (DayBlock block : blocks) {
            bytes += block.run == run ? block.bytes() : 0;
        }
        return bytes;
    }

    /** Time points of a window of a run at which the miner sent anything, or before the next one; bit 0 is the first one. */
    public BitSet heard(long run, TimeWindow window) {
        BitSet heard = new BitSet(window.points());
        for (DayBlock block : blocks) {
            if (block.run == run && (EventWindows.isId(run) || block.interval.equals(window.interval()))) {
                block.seen.stream().forEach(ofDay -> hear(heard, block, ofDay, window));
                block.faults.forEach(fault -> hear(heard, block, fault.ofDay, window));
            }
        }
        return heard;
    }

    private static void hear(BitSet heard, DayBlock block, int ofDay, TimeWindow window) {
        long point = window.interval().floor(block.interval.millis(block.from() + ofDay));
        if (point >= window.from() && point < window.to()) {
            heard.set((int) (point - window.from()));
        }
    }

    /** Cuts a window of a run out of the days. */
    public MinerWindow cut(long run, TimeWindow window) {
        WindowCut cut = new WindowCut(window);
        for (DayBlock block : blocks) {
            if (block.run == run && (EventWindows.isId(run) || block.interval.equals(window.interval()))) {
                cut.add(block);
            }
        }
        return cut.window();
    }
}
