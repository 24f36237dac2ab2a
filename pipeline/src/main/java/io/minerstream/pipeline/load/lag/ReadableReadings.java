package io.minerstream.pipeline.load.lag;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The readings of a load that consumers can read, by partition: where each is, when it was meant to be sent, and since when it can be
 * read. Offsets between them are of others, or of transaction markers, and count as nothing.
 *
 * <p>Readings that follow each other within {@value #BLOCK_NANOS} ns are one block: times are exact to that. What all groups have
 * committed is forgotten. Thread-safe; a {@link Cursor} is used by one thread.
 */
public final class ReadableReadings {

    static final long BLOCK_NANOS = 5_000_000;

    private final List<Lane> lanes;

    /** @param partitions of the topic, at least 1 */
    public ReadableReadings(int partitions) {
        lanes = Stream.generate(Lane::new).limit(partitions).toList();
    }

    /**
     * A reading has become readable.
     *
     * @param offset ascending within a partition
     * @param intendedNanos not descending within a partition
     * @param readableNanos not descending within a partition
     */
    public void add(int partition, long offset, long intendedNanos, long readableNanos) {
        lanes.get(partition).add(offset, intendedNanos, readableNanos);
    }

    /** Number of partitions. */
    public int partitions() {
        return lanes.size();
    }

    /** Readings so far. */
    public long total() {
        return lanes.stream().mapToLong(Lane::total).sum();
    }

    /** The place of a group in a partition: before its first reading. Readings that the cursor has not passed are kept. */
    Cursor cursor(int partition) {
        return lanes.get(partition).cursor();
    }

    /** Readings next to each other. Guarded by their lane. */
    private static final class Block {

        private final long firstOffset;
        private final long firstIntendedNanos;
        private final long readableNanos;
        private long lastOffset;
        private long lastIntendedNanos;
        private long readings;

        Block(long offset, long intendedNanos, long readableNanos) {
            this.firstOffset = offset;
            this.firstIntendedNanos = intendedNanos;
            this.readableNanos = readableNanos;
        }

        boolean takes(long intendedNanos, long otherReadableNanos) {
            return intendedNanos - firstIntendedNanos < BLOCK_NANOS && otherReadableNanos - readableNanos < BLOCK_NANOS;
        }

        void add(long offset, long intendedNanos) {
            lastOffset = offset;
            lastIntendedNanos = intendedNanos;
            readings++;
        }

        /** Readings below an offset; in proportion where other offsets are among them. */
        long below(long offset) {
            if (offset <= firstOffset) {
                return 0;
            }
            if (offset > lastOffset) {
                return readings;
            }
            return (long) ((double) readings * (offset - firstOffset) / (lastOffset - firstOffset + 1));
        }

        long intendedNanos(long reading) {
            return readings == 1
                    ? firstIntendedNanos
                    : firstIntendedNanos + (lastIntendedNanos - firstIntendedNanos) * reading / (readings - 1);
        }
    }

    /** One partition. */
    private static final class Lane {

        private final List<Block> blocks = new ArrayList<>();
        private final List<Cursor> cursors = new ArrayList<>();
        private long forgotten;
        private long total;

        synchronized void add(long offset, long intendedNanos, long readableNanos) {
            Block last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
            if (last == null || !last.takes(intendedNanos, readableNanos)) {
                last = new Block(offset, intendedNanos, readableNanos);
                blocks.add(last);
            }
            last.add(offset, intendedNanos);
            total++;
        }

        synchronized long total() {
            return total;
        }

        synchronized Cursor cursor() {
            Cursor cursor = new Cursor(this);
            cursors.add(cursor);
            return cursor;
        }

        private Block block(long index) {
            int position = (int) (index - forgotten);
            return position < blocks.size() ? blocks.get(position) : null;
        }

        private void forget() {
            long passed =
                    cursors.stream().mapToLong(cursor -> cursor.block).min().orElse(forgotten);
            // Not one by one: what is left moves down each time.
            if (passed - forgotten > blocks.size() / 2) {
                blocks.subList(0, (int) (passed - forgotten)).clear();
                forgotten = passed;
            }
        }
    }

    /** How far a group has come in one partition. */
    static final class Cursor {

        private final Lane lane;
        private long block;
        private long takenOfBlock;
        private long taken;

        private Cursor(Lane lane) {
            this.lane = lane;
        }

        /**
         * Passes the readings below an offset; a lower one than before changes nothing.
         *
         * @param intended told the intended time of each reading that is passed, in order
         */
        void advanceTo(long offset, LongConsumer intended) {
            synchronized (lane) {
                for (Block at = lane.block(block); at != null; at = lane.block(block)) {
                    long below = at.below(offset);
                    for (; takenOfBlock < below; takenOfBlock++) {
                        intended.accept(at.intendedNanos(takenOfBlock));
                        taken++;
                    }
                    boolean isLast = lane.block(block + 1) == null;
                    // The last block may still grow.
                    if (isLast || takenOfBlock < at.readings) {
                        break;
                    }
                    block++;
                    takenOfBlock = 0;
                }
                lane.forget();
            }
        }

        /** Readings that were not passed. */
        long unread() {
            synchronized (lane) {
                return lane.total - taken;
            }
        }

        /** How long the first reading that was not passed can be read already; 0 without one. */
        long ageNanos(long nowNanos) {
            synchronized (lane) {
                Block at = lane.block(block);
                if (at != null && takenOfBlock == at.readings) {
                    at = lane.block(block + 1);
                }
                return at == null ? 0 : Math.max(0, nowNanos - at.readableNanos);
            }
        }
    }
}
