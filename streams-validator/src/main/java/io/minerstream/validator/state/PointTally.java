package io.minerstream.validator.state;

import io.minerstream.validator.rule.MetricTally;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.StatusTally;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/** What came of one time point of one run in one partition, and how much its watermark says. Mutable, not thread-safe. */
public final class PointTally {

    private static final byte VERSION = 1;
    private static final long NO_WATERMARK = -1;
    private static final int METRIC_BYTES = 4 * Long.BYTES;

    private final Map<String, StatusTally> statuses = new TreeMap<>();
    private long distinct;
    private long duplicates;
    private long offCadence;
    private long expected = NO_WATERMARK;

    /** Which kind of record came. */
    public enum Kind {
        /** The first of its miner and time point. */
        FIRST,
        /** A further one of its miner and time point. */
        DUPLICATE,
        /** One that is not at a time point, but before the next. */
        OFF_CADENCE
    }

    /**
     * Counts a reading.
     *
     * @param status status of its miner; null when the roster does not have the miner
     */
    public void add(ReceivedReading reading, Kind kind, String status) {
        switch (kind) {
            case FIRST -> distinct++;
            case DUPLICATE -> duplicates++;
            case OFF_CADENCE -> offCadence++;
        }
        if (kind != Kind.DUPLICATE && status != null) {
            statuses.computeIfAbsent(status, any -> new StatusTally()).add(reading);
        }
    }

    /**
     * Notes what the watermark says.
     *
     * @param records readings of the time point in this partition, as the watermark says
     */
    public void expect(long records) {
        expected = records;
    }

    public boolean hasWatermark() {
        return expected != NO_WATERMARK;
    }

    /** Whether the watermark is there and all its records are. */
    public boolean isComplete() {
        return hasWatermark() && distinct >= expected;
    }

    /** All records, duplicates and those off the time point included. */
    public long records() {
        return distinct + duplicates + offCadence;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Statistics by status text, duplicates left out. */
    public Map<String, StatusTally> statuses() {
        return statuses;
    }

    public static Serde<PointTally> serde() {
        return StateFormat.serde("tally of a time point", PointTally::write, PointTally::read);
    }

    private byte[] write() {
        List<byte[]> names = new ArrayList<>(statuses.size());
        int size = 1 + 4 * Long.BYTES + Integer.BYTES;
        for (String status : statuses.keySet()) {
            byte[] name = StateFormat.utf8(status);
            names.add(name);
            size += Integer.BYTES + name.length + Long.BYTES + 3 * METRIC_BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION);
        out.putLong(distinct).putLong(duplicates).putLong(offCadence).putLong(expected);
        out.putInt(names.size());
        int i = 0;
        for (StatusTally status : statuses.values()) {
            byte[] name = names.get(i++);
            out.putInt(name.length).put(name).putLong(status.records());
            write(status.hashrate(), out);
            write(status.power(), out);
            write(status.temperature(), out);
        }
        return out.array();
    }

    private static void write(MetricTally metric, ByteBuffer out) {
        out.putLong(metric.count()).putLong(metric.sumHundredths());
        out.putDouble(metric.min()).putDouble(metric.max());
    }

    private static PointTally read(ByteBuffer in) {
        StateFormat.requireVersion(in, VERSION);
        PointTally tally = new PointTally();
        tally.distinct = in.getLong();
        tally.duplicates = in.getLong();
        tally.offCadence = in.getLong();
        tally.expected = in.getLong();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            String name = StateFormat.text(in, in.getInt());
            tally.statuses.put(name, new StatusTally(in.getLong(), readMetric(in), readMetric(in), readMetric(in)));
        }
        return tally;
    }

    private static MetricTally readMetric(ByteBuffer in) {
        return new MetricTally(in.getLong(), in.getLong(), in.getDouble(), in.getDouble());
    }
}
