package io.minerstream.validator.state;

import io.minerstream.validator.rule.MetricTally;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.StatusTally;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/** Records of one time point of one run in one partition, and how many its watermark promises. Mutable, not thread-safe. */
public final class PointTally {

    private static final long NO_WATERMARK = -1;

    private final Map<String, StatusTally> statuses = new TreeMap<>();
    private long distinct;
    private long duplicates;
    private long offCadence;
    private long expected = NO_WATERMARK;

    /** Kind of a record. */
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
            StatusTally.of(status, statuses).add(reading);
        }
    }

    /**
     * Takes the watermark.
     *
     * @param records readings of the time point in this partition, as the watermark says
     */
    public void expect(long records) {
        expected = records;
    }

    public boolean hasWatermark() {
        return expected != NO_WATERMARK;
    }

    /** Whether the watermark has come, and all records that it promises. */
    public boolean isComplete() {
        return hasWatermark() && distinct >= expected;
    }

    /** All records, duplicates and those off the time point included. */
    public long records() {
        return distinct + duplicates + offCadence;
    }

    /** Readings of different miners. */
    public long distinct() {
        return distinct;
    }

    /** What the watermark promises; 0 until it has come. */
    public long expected() {
        return hasWatermark() ? expected : 0;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Statistics by status text, duplicates left out. */
    public Map<String, StatusTally> statuses() {
        return statuses;
    }

    public static Serde<PointTally> serde() {
        return StateFormat.ofValues("tally of a time point", PointTally::write, PointTally::read);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeLong(distinct);
        out.writeLong(duplicates);
        out.writeLong(offCadence);
        out.writeLong(expected);
        out.writeInt(statuses.size());
        for (Map.Entry<String, StatusTally> status : statuses.entrySet()) {
            StateFormat.writeText(status.getKey(), out);
            out.writeLong(status.getValue().records());
            write(status.getValue().hashrate(), out);
            write(status.getValue().power(), out);
            write(status.getValue().temperature(), out);
        }
    }

    private static void write(MetricTally metric, DataOutputStream out) throws IOException {
        out.writeLong(metric.count());
        out.writeLong(metric.sumHundredths());
        out.writeDouble(metric.min());
        out.writeDouble(metric.max());
    }

    private static PointTally read(ByteBuffer in) {
        PointTally tally = new PointTally();
        tally.distinct = in.getLong();
        tally.duplicates = in.getLong();
        tally.offCadence = in.getLong();
        tally.expected = in.getLong();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            String name = StateFormat.readText(in);
            tally.statuses.put(name, new StatusTally(in.getLong(), readMetric(in), readMetric(in), readMetric(in)));
        }
        return tally;
    }

    private static MetricTally readMetric(ByteBuffer in) {
        return new MetricTally(in.getLong(), in.getLong(), in.getDouble(), in.getDouble());
    }
}
