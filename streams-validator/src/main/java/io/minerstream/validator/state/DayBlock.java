package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * What one miner sent on one UTC day of one run: a bit for each time point. Mutable, not thread-safe.
 *
 * <p>Aligned to the calendar, not to the windows of the run: a record may come before the watermark that tells where its run
 * begins. Windows are cut out of neighbouring blocks when they are judged.
 */
final class DayBlock {

    /**
     * Most faults per day, one a minute: it bounds the state of a miner that is always wrong. Faults of further time points
     * are added to the newest one.
     */
    static final int MOST_FAULTS = 24 * 60;

    /** Bytes of a fault, at most. */
    static final int FAULT_BYTES = 15;

    final long run;
    final Interval interval;
    final int day;
    final List<PointFault> faults = new ArrayList<>(0);

    /** Bit i: there is a record at time point i of the day. */
    final BitSet seen;

    DayBlock(long run, Interval interval, int day, BitSet seen) {
        this.run = run;
        this.interval = interval;
        this.day = day;
        this.seen = seen;
    }

    /** The day's first time point. */
    long from() {
        return (long) day * interval.perDay();
    }

    /** End of the day, exclusive. */
    long to() {
        return from() + interval.perDay();
    }

    /**
     * Notes a record.
     *
     * @param ofDay index of its time point in the day
     * @return whether this is the first record of the time point
     */
    boolean mark(int ofDay) {
        boolean first = !seen.get(ofDay);
        seen.set(ofDay);
        return first;
    }

    /** Bytes of a block with one fault, at most. */
    static int bytes(Interval interval) {
        return 30 + interval.perDay() / Byte.SIZE + FAULT_BYTES;
    }

    /** Bytes that {@link #write} writes for this block, at most; grows only with the number of faults. */
    int bytes() {
        return bytes(interval) + Math.max(0, faults.size() - 1) * FAULT_BYTES;
    }

    /**
     * The fault of the time point, a new one if need be.
     *
     * @param room whether there may be another one
     */
    PointFault fault(int ofDay, BooleanSupplier room) {
        // Newest first: records come in order of time.
        for (int i = faults.size() - 1; i >= 0; i--) {
            if (faults.get(i).ofDay == ofDay) {
                return faults.get(i);
            }
        }
        if (!faults.isEmpty() && (faults.size() == MOST_FAULTS || !room.getAsBoolean())) {
            return faults.get(faults.size() - 1);
        }
        PointFault fault = new PointFault(ofDay);
        faults.add(fault);
        return fault;
    }

    /**
     * Writes the run (8 bytes) and, as varints: day, interval in seconds, number of leading bytes of {@link #seen} whose bits
     * are all set, number of bytes that follow, these bytes, number of faults, four numbers per fault. A complete day thus
     * takes 16 bytes at an interval of an hour, and 17 at one of a second.
     */
    void write(DataOutputStream out) throws IOException {
        out.writeLong(run);
        ByteUtils.writeUnsignedVarint(day, out);
        ByteUtils.writeUnsignedVarint(interval.seconds(), out);
        int full = seen.nextClearBit(0) / Byte.SIZE;
        byte[] rest = seen.get(full * Byte.SIZE, seen.length()).toByteArray();
        ByteUtils.writeUnsignedVarint(full, out);
        ByteUtils.writeUnsignedVarint(rest.length, out);
        out.write(rest);
        ByteUtils.writeUnsignedVarint(faults.size(), out);
        for (PointFault fault : faults) {
            ByteUtils.writeUnsignedVarint(fault.ofDay, out);
            ByteUtils.writeUnsignedVarint(fault.rules, out);
            ByteUtils.writeUnsignedVarint(fault.duplicates, out);
            ByteUtils.writeUnsignedVarint(fault.offCadence, out);
        }
    }

    static DayBlock read(ByteBuffer in) {
        long run = in.getLong();
        int day = ByteUtils.readUnsignedVarint(in);
        Interval interval = new Interval(ByteUtils.readUnsignedVarint(in));
        int full = ByteUtils.readUnsignedVarint(in) * Byte.SIZE;
        BitSet rest = BitSet.valueOf(StateFormat.readBytes(in, ByteUtils.readUnsignedVarint(in)));
        BitSet seen = new BitSet(interval.perDay());
        seen.set(0, full);
        for (int i = rest.nextSetBit(0); i >= 0; i = rest.nextSetBit(i + 1)) {
            seen.set(full + i);
        }
        DayBlock block = new DayBlock(run, interval, day, seen);
        int faults = ByteUtils.readUnsignedVarint(in);
        for (int i = 0; i < faults; i++) {
            PointFault fault = new PointFault(ByteUtils.readUnsignedVarint(in));
            fault.rules = ByteUtils.readUnsignedVarint(in);
            fault.duplicates = ByteUtils.readUnsignedVarint(in);
            fault.offCadence = ByteUtils.readUnsignedVarint(in);
            block.faults.add(fault);
        }
        return block;
    }
}
