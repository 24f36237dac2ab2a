package io.minerstream.validator.state;

import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RunWindows;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import org.apache.kafka.common.serialization.Serde;

/** What is known of one run in one partition: its range, as its watermarks say, and which of its windows are judged. Immutable. */
public final class RunRecord {

    private final long firstSeenMs;
    private final long lastSeenMs;
    private final Plan plan;
    private final BitSet judged;
    private final long silentTo;
    private final boolean finished;

    /**
     * What every watermark of a run repeats.
     *
     * @param siteId {@code hosting_sites.id}
     * @param windows range and windows of the run
     * @param partitions partitions of the telemetry topic when the run was written
     * @param isEventTime whether this is a window of event time and no run: it has readings of any interval
     */
    public record Plan(int siteId, RunWindows windows, int partitions, boolean isEventTime) {

        /**
         * Of a checked watermark.
         *
         * @param window length of a window; rounded up to whole intervals of the run
         */
        public static Plan of(Watermark watermark, Duration window) {
            Interval interval = new Interval(watermark.getIntervalSeconds());
            RunWindows windows = new RunWindows(
                    interval,
                    interval.floor(watermark.getRunFrom()),
                    interval.floor(watermark.getRunTo()),
                    interval.pointsOf(window));
            return new Plan(watermark.getSiteId(), windows, watermark.getPartitions(), false);
        }

        public Interval interval() {
            return windows.interval();
        }
    }

    private RunRecord(long firstSeenMs, long lastSeenMs, Plan plan, BitSet judged, long silentTo) {
        this.firstSeenMs = firstSeenMs;
        this.lastSeenMs = lastSeenMs;
        this.plan = plan;
        this.judged = judged;
        this.silentTo = silentTo;
        this.finished = plan != null && judged.cardinality() == plan.windows().count();
    }

    /** A run whose first record has come. */
    public static RunRecord seen(long nowMs) {
        return new RunRecord(nowMs, nowMs, null, new BitSet(), 0);
    }

    public RunRecord touched(long nowMs) {
        return new RunRecord(firstSeenMs, nowMs, plan, judged, silentTo);
    }

    public RunRecord planned(Plan newPlan) {
        return new RunRecord(firstSeenMs, lastSeenMs, newPlan, judged, silentTo);
    }

    public RunRecord judged(int window) {
        BitSet more = (BitSet) judged.clone();
        more.set(window);
        return new RunRecord(firstSeenMs, lastSeenMs, plan, more, silentTo);
    }

    /** Silent miners were looked for up to this time point. */
    public RunRecord lookedForSilence(long point) {
        return new RunRecord(firstSeenMs, lastSeenMs, plan, judged, point);
    }

    /** End of the time points up to which silences were reported, exclusive. */
    public long silentTo() {
        return silentTo;
    }

    /** The first window that is not judged. */
    public int firstOpenWindow() {
        return judged.nextClearBit(0);
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

    /** Whether readings of the interval may belong to the run; true until the first watermark. */
    public boolean mayHave(Interval interval) {
        return plan == null || plan.isEventTime() || plan.interval().equals(interval);
    }

    /** Whether every window is judged. */
    public boolean isFinished() {
        return finished;
    }

    /** Whether a record of the time point is in time: its window, or outside of the range the run, is not yet judged. */
    public boolean isOpen(long point) {
        return plan == null || !(plan.windows().covers(point) ? isJudged(point) : finished);
    }

    /** Whether the window of a time point is judged; false outside of the range. */
    public boolean isJudged(long point) {
        if (plan == null) {
            return false;
        }
        return plan.isEventTime()
                ? finished
                : plan.windows().covers(point) && judged.get(plan.windows().indexOf(point));
    }

    /** Whether a window that is not yet judged may need the reading. */
    public boolean needs(ReceivedReading reading) {
        return mayHave(reading.interval())
                && isOpen(reading.point())
                && (plan == null || plan.isEventTime() || plan.windows().covers(reading.point()));
    }

    /** Whether a window that is not yet judged may need one of the time points {@code [from, to)} of the interval. */
    public boolean isAnyOpen(Interval interval, long from, long to) {
        if (plan == null) {
            return true;
        }
        if (plan.isEventTime()) {
            return !finished;
        }
        RunWindows windows = plan.windows();
        long first = Math.max(from, windows.from());
        long end = Math.min(to, windows.to());
        return interval.equals(plan.interval())
                && first < end
                && judged.nextClearBit(windows.indexOf(first)) <= windows.indexOf(end - 1);
    }

    public static Serde<RunRecord> serde() {
        return StateFormat.ofValues("run", RunRecord::write, RunRecord::read);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeLong(firstSeenMs);
        out.writeLong(lastSeenMs);
        out.writeBoolean(plan != null);
        if (plan != null) {
            RunWindows windows = plan.windows();
            out.writeInt(plan.siteId());
            out.writeInt(windows.interval().seconds());
            out.writeLong(windows.from());
            out.writeLong(windows.to());
            out.writeInt(windows.pointsPerWindow());
            out.writeInt(plan.partitions());
            out.writeBoolean(plan.isEventTime());
            out.writeLong(silentTo);
        }
        out.write(judged.toByteArray());
    }

    private static RunRecord read(ByteBuffer in) {
        long firstSeenMs = in.getLong();
        long lastSeenMs = in.getLong();
        Plan plan = null;
        long silentTo = 0;
        if (in.get() != 0) {
            int siteId = in.getInt();
            RunWindows windows = new RunWindows(new Interval(in.getInt()), in.getLong(), in.getLong(), in.getInt());
            plan = new Plan(siteId, windows, in.getInt(), in.get() != 0);
            silentTo = in.getLong();
        }
        BitSet judged = BitSet.valueOf(StateFormat.readBytes(in, in.remaining()));
        return new RunRecord(firstSeenMs, lastSeenMs, plan, judged, silentTo);
    }
}
