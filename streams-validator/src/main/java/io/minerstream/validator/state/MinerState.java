package io.minerstream.validator.state;

import io.minerstream.avro.Rule;
import io.minerstream.validator.rule.HourWindow;
import io.minerstream.validator.rule.Hours;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosterEntry;
import io.minerstream.validator.rule.RuleSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * All that is remembered of one miner: its roster entry and, per run and UTC day, which hours it has sent. Mutable, not
 * thread-safe.
 */
public final class MinerState {

    final List<DayBlock> blocks;
    private RosterEntry entry;
    private boolean declaredUnknown;

    /** Decides which blocks are still needed. */
    @FunctionalInterface
    public interface BlockFilter {
        /** Whether a window that is not yet judged may need the day {@code [fromHour, fromHour + 24)} of the run. */
        boolean isNeeded(long run, int fromHour);
    }

    /** A miner of which nothing is known. */
    public MinerState() {
        this(null, false, new ArrayList<>(2));
    }

    MinerState(RosterEntry entry, boolean declaredUnknown, List<DayBlock> blocks) {
        this.entry = entry;
        this.declaredUnknown = declaredUnknown;
        this.blocks = blocks;
    }

    /** The roster entry; null when the roster does not have the miner. */
    public RosterEntry entry() {
        return entry;
    }

    /**
     * Takes what the roster says now.
     *
     * @param entry null when the miner was removed
     */
    public void setEntry(RosterEntry entry) {
        this.entry = entry;
        this.declaredUnknown = false;
    }

    /** Whether its readings were reported as UNKNOWN_MINER since the roster last spoke of it. */
    public boolean isDeclaredUnknown() {
        return declaredUnknown;
    }

    public void declareUnknown() {
        declaredUnknown = true;
    }

    /** Whether there is nothing to remember. */
    public boolean isEmpty() {
        return entry == null && !declaredUnknown && blocks.isEmpty();
    }

    /**
     * Notes a record at a whole hour.
     *
     * @param filter asked when a block must be added, so that state does not grow with the runs that come by
     * @return whether it is the first of its run and hour; if not, it is counted as a duplicate
     */
    public boolean mark(long run, int hour, BlockFilter filter) {
        DayBlock block = block(run, hour, filter);
        boolean first = block.mark(Math.floorMod(hour, Hours.PER_DAY));
        if (!first) {
            block.fault(Math.floorMod(hour, Hours.PER_DAY)).duplicates++;
        }
        return first;
    }

    /** Notes a record that is not at a whole hour. */
    public void markOffHour(long run, int hour, BlockFilter filter) {
        block(run, hour, filter).fault(Math.floorMod(hour, Hours.PER_DAY)).offHours++;
    }

    /** Notes that a record of the hour broke rules; the record was marked before. */
    public void addRules(long run, int hour, int rules) {
        if (rules != RuleSet.NONE) {
            DayBlock block = block(run, hour, (anyRun, anyHour) -> true);
            block.fault(Math.floorMod(hour, Hours.PER_DAY)).rules |= rules;
        }
    }

    /**
     * Forgets the blocks that are not needed any more.
     *
     * @return whether no block is left
     */
    public boolean retain(BlockFilter filter) {
        blocks.removeIf(block -> !filter.isNeeded(block.run, block.day * Hours.PER_DAY));
        return blocks.isEmpty();
    }

    private DayBlock block(long run, int hour, BlockFilter filter) {
        int day = Math.floorDiv(hour, Hours.PER_DAY);
        // Newest first: records come in order of time.
        for (int i = blocks.size() - 1; i >= 0; i--) {
            DayBlock block = blocks.get(i);
            if (block.run == run && block.day == day) {
                return block;
            }
        }
        retain(filter);
        DayBlock block = new DayBlock(run, day, 0);
        blocks.add(block);
        return block;
    }

    /** Cuts a window of a run out of the days. */
    public MinerWindow cut(long run, HourWindow window) {
        BitSet seen = new BitSet(window.hours());
        BitSet doubled = new BitSet();
        int duplicates = 0;
        int offHours = 0;
        int rules = RuleSet.NONE;
        for (DayBlock block : blocks) {
            int dayStart = block.day * Hours.PER_DAY;
            if (block.run != run || dayStart >= window.toHour() || dayStart + Hours.PER_DAY <= window.fromHour()) {
                continue;
            }
            int first = Math.max(window.fromHour(), dayStart);
            int end = Math.min(window.toHour(), dayStart + Hours.PER_DAY);
            for (int hour = first; hour < end; hour++) {
                seen.set(hour - window.fromHour(), block.isSeen(hour - dayStart));
            }
            for (HourFault fault : block.faults) {
                int hour = dayStart + fault.hourOfDay;
                if (hour >= first && hour < end) {
                    duplicates += fault.duplicates;
                    offHours += fault.offHours;
                    rules |= fault.rules;
                    if (fault.duplicates > 0) {
                        doubled.set(hour - window.fromHour());
                    }
                }
            }
        }
        return new MinerWindow(
                window,
                seen,
                doubled,
                duplicates,
                offHours,
                rules
                        | (duplicates > 0 ? RuleSet.bit(Rule.DUPLICATE) : RuleSet.NONE)
                        | (offHours > 0 ? RuleSet.bit(Rule.OFF_HOUR) : RuleSet.NONE));
    }
}
