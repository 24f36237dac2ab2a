package io.minerstream.validator.state;

import io.minerstream.avro.Watermark;
import io.minerstream.validator.rule.Hours;
import io.minerstream.validator.rule.RunWindows;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.kafka.common.serialization.Serde;

/**
 * What is known of one run in one partition: what its watermarks say of it, and which of its windows are judged. Immutable.
 */
public final class RunRecord {

    private static final byte VERSION = 1;

    private final long firstSeenMs;
    private final long lastSeenMs;
    private final Plan plan;
    private final BitSet judged;

    /**
     * What every watermark of a run repeats.
     *
     * @param siteId {@code hosting_sites.id}
     * @param windows range of the run and how it is cut
     * @param partitions partitions of the telemetry topic when the run was written
     */
    public record Plan(int siteId, RunWindows windows, int partitions) {

        /** Of a checked watermark. */
        public static Plan of(Watermark watermark, int windowHours) {
            RunWindows windows =
                    new RunWindows(Hours.floor(watermark.getRunFrom()), Hours.floor(watermark.getRunTo()), windowHours);
            return new Plan(watermark.getSiteId(), windows, watermark.getPartitions());
        }
    }

    private RunRecord(long firstSeenMs, long lastSeenMs, Plan plan, BitSet judged) {
        this.firstSeenMs = firstSeenMs;
        this.lastSeenMs = lastSeenMs;
        this.plan = plan;
        this.judged = judged;
    }

    /** A run of which the first record came. */
    public static RunRecord seen(long nowMs) {
        return new RunRecord(nowMs, nowMs, null, new BitSet());
    }

    public RunRecord touched(long nowMs) {
        return new RunRecord(firstSeenMs, nowMs, plan, judged);
    }

    public RunRecord planned(Plan newPlan) {
        return new RunRecord(firstSeenMs, lastSeenMs, newPlan, judged);
    }

    public RunRecord judged(int window) {
        BitSet more = (BitSet) judged.clone();
        more.set(window);
        return new RunRecord(firstSeenMs, lastSeenMs, plan, more);
    }

    /** Wall-clock time, in ms since the epoch, of the first record or watermark. */
    public long firstSeenMs() {
        return firstSeenMs;
    }

    /** Wall-clock time, in ms since the epoch, up to which the run is known to have been active; lags by some minutes. */
    public long lastSeenMs() {
        return lastSeenMs;
    }

    /** Null until the first watermark came. */
    public Plan plan() {
        return plan;
    }

    public boolean isJudged(int window) {
        return judged.get(window);
    }

    /** Whether every window is judged. */
    public boolean isFinished() {
        return plan != null && judged.cardinality() == plan.windows().count();
    }

    /** Whether a window that is not yet judged may need the hour; true as long as the range is not known. */
    public boolean isOpen(int hour) {
        if (plan == null) {
            return true;
        }
        return plan.windows().covers(hour) ? !judged.get(plan.windows().indexOf(hour)) : !isFinished();
    }

    public static Serde<RunRecord> serde() {
        return StateFormat.serde("run", RunRecord::write, RunRecord::read);
    }

    private byte[] write() {
        long[] bits = judged.toLongArray();
        ByteBuffer out = ByteBuffer.allocate(
                1 + 2 * Long.BYTES + 1 + (plan == null ? 0 : 5 * Integer.BYTES) + bits.length * Long.BYTES);
        out.put(VERSION).putLong(firstSeenMs).putLong(lastSeenMs).put((byte) (plan == null ? 0 : 1));
        if (plan != null) {
            RunWindows windows = plan.windows();
            out.putInt(plan.siteId()).putInt(windows.fromHour()).putInt(windows.toHour());
            out.putInt(windows.windowHours()).putInt(plan.partitions());
        }
        Arrays.stream(bits).forEach(out::putLong);
        return out.array();
    }

    private static RunRecord read(ByteBuffer in) {
        StateFormat.requireVersion(in, VERSION);
        long firstSeenMs = in.getLong();
        long lastSeenMs = in.getLong();
        Plan plan = null;
        if (in.get() != 0) {
            int siteId = in.getInt();
            plan = new Plan(siteId, new RunWindows(in.getInt(), in.getInt(), in.getInt()), in.getInt());
        }
        long[] bits = new long[in.remaining() / Long.BYTES];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = in.getLong();
        }
        return new RunRecord(firstSeenMs, lastSeenMs, plan, BitSet.valueOf(bits));
    }
}
