package io.minerstream.validator.state;

import io.minerstream.avro.Rule;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Cuts what a miner sent in a window out of the blocks of its days. Mutable, for one use. */
final class WindowCut {

    private final TimeWindow window;
    private final BitSet seen;
    private final BitSet duplicated = new BitSet();
    private int duplicates;
    private int offCadence;
    private int rules;
    private final List<Instant> unreported = new ArrayList<>(0);

    WindowCut(TimeWindow window) {
        this.window = window;
        this.seen = new BitSet(window.points());
    }

    /** Adds the part of a day that is in the window. */
    void add(DayBlock block) {
        for (int i = block.seen.nextSetBit(0); i >= 0; i = block.seen.nextSetBit(i + 1)) {
            long ms = block.interval.millis(block.from() + i);
            if (isInside(ms)) {
                add(ms);
            }
        }
        for (PointFault fault : block.faults) {
            long ms = block.interval.millis(block.from() + fault.ofDay);
            if (isInside(ms)) {
                offCadence += fault.offCadence;
                rules |= fault.rules | (fault.offCadence > 0 ? RuleSet.bit(Rule.OFF_CADENCE) : RuleSet.NONE);
                if (fault.duplicates > 0) {
                    addDuplicates(ms, fault.duplicates);
                }
            }
        }
    }

    private boolean isInside(long ms) {
        long point = window.interval().floor(ms);
        return point >= window.from() && point < window.to();
    }

    private int index(long ms) {
        return (int) (window.interval().floor(ms) - window.from());
    }

    private void add(long ms) {
        int index = index(ms);
        if (!window.interval().isWhole(ms)) {
            offCadence++;
            unreported.add(Instant.ofEpochMilli(ms));
        } else if (seen.get(index)) {
            addDuplicates(ms, 1);
        } else {
            seen.set(index);
        }
    }

    /** Duplicates of a reading that turns out to be off the time points are off them, too. */
    private void addDuplicates(long ms, int more) {
        rules |= RuleSet.bit(Rule.DUPLICATE);
        if (window.interval().isWhole(ms)) {
            duplicates += more;
            duplicated.set(index(ms));
        } else {
            offCadence += more;
        }
    }

    MinerWindow window() {
        return new MinerWindow(window, seen, duplicated, duplicates, offCadence, rules, unreported);
    }
}
