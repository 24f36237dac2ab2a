package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import java.nio.ByteBuffer;

/**
 * Bytes of a {@link DayBlock}: 8 run, 4 day, 4 of which, for an hourly run, the low 24 bits are the hours seen and the high 8
 * the number of faults, and 11 bytes a fault.
 *
 * <p>For every other interval the high 8 bits are all set and the low 24 are the interval in seconds; then 2 number of words
 * that are full, from the day's start on, 2 number of words that follow, 8 a word, 4 number of faults and 14 bytes a fault. So
 * a day of a 5 minute run takes at most 64 bytes, and one of a run of whatever interval 24, as long as nothing is missing
 * and but for the words of the newest time points.
 */
final class DayBlockFormat {

    private static final int HOURLY_BYTES = 8 + 4 + 4;
    private static final int HOURLY_FAULT_BYTES = 1 + 2 + 4 + 4;
    private static final int OTHER_BYTES = HOURLY_BYTES + 2 + 2 + 4;
    private static final int OTHER_FAULT_BYTES = 4 + 2 + 4 + 4;

    private static final int LOW_BITS = 24;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;

    /** More than an hourly block has faults. */
    private static final int NOT_HOURLY = 0xff;

    private static final long FULL = -1L;

    private DayBlockFormat() {}

    static int size(DayBlock block) {
        if (block.interval.isHourly()) {
            return HOURLY_BYTES + block.faults.size() * HOURLY_FAULT_BYTES;
        }
        int full = fullWords(block.seen);
        return OTHER_BYTES
                + (usedWords(block.seen, full) - full) * Long.BYTES
                + block.faults.size() * OTHER_FAULT_BYTES;
    }

    static void write(DayBlock block, ByteBuffer out) {
        out.putLong(block.run).putInt(block.day);
        if (block.interval.isHourly()) {
            out.putInt((int) block.seen[0] | (block.faults.size() << LOW_BITS));
            for (PointFault fault : block.faults) {
                out.put((byte) fault.ofDay).putShort((short) fault.rules);
                out.putInt(fault.duplicates).putInt(fault.offCadence);
            }
            return;
        }
        int full = fullWords(block.seen);
        int used = usedWords(block.seen, full);
        out.putInt(block.interval.seconds() | (NOT_HOURLY << LOW_BITS));
        out.putShort((short) full).putShort((short) (used - full));
        for (int word = full; word < used; word++) {
            out.putLong(block.seen[word]);
        }
        out.putInt(block.faults.size());
        for (PointFault fault : block.faults) {
            out.putInt(fault.ofDay).putShort((short) fault.rules);
            out.putInt(fault.duplicates).putInt(fault.offCadence);
        }
    }

    static DayBlock read(ByteBuffer in) {
        long run = in.getLong();
        int day = in.getInt();
        int packed = in.getInt();
        int high = packed >>> LOW_BITS;
        if (high != NOT_HOURLY) {
            DayBlock block = new DayBlock(run, Interval.HOURLY, day);
            block.seen[0] = packed & LOW_MASK;
            for (int i = 0; i < high; i++) {
                readFault(block, in.get(), in);
            }
            return block;
        }
        DayBlock block = new DayBlock(run, new Interval(packed & LOW_MASK), day);
        int full = in.getShort();
        int used = full + in.getShort();
        for (int word = 0; word < used; word++) {
            block.seen[word] = word < full ? FULL : in.getLong();
        }
        int faults = in.getInt();
        for (int i = 0; i < faults; i++) {
            readFault(block, in.getInt(), in);
        }
        return block;
    }

    private static void readFault(DayBlock block, int ofDay, ByteBuffer in) {
        PointFault fault = new PointFault(ofDay);
        fault.rules = in.getShort();
        fault.duplicates = in.getInt();
        fault.offCadence = in.getInt();
        block.faults.add(fault);
    }

    private static int fullWords(long[] words) {
        int full = 0;
        while (full < words.length && words[full] == FULL) {
            full++;
        }
        return full;
    }

    /** Words up to the last one that is not empty, at least {@code full}. */
    private static int usedWords(long[] words, int full) {
        int used = words.length;
        while (used > full && words[used - 1] == 0) {
            used--;
        }
        return used;
    }
}
