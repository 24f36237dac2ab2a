package io.minerstream.validator.topology;

import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.input.RefusedRecordException;
import io.minerstream.validator.rule.RunWindows;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;

/** Refuses watermarks that would make the validator wait forever or judge wrongly. */
final class WatermarkCheck {

    private WatermarkCheck() {}

    /**
     * @param partition partition that the watermark came from
     * @param window length of a window
     * @param bounds of windows
     * @return what the watermark says of its run
     * @throws RefusedRecordException with the reason
     */
    static Plan plan(Watermark watermark, int partition, Duration window, StateBounds bounds) {
        String subject = "watermark of run " + watermark.getRunId() + ": ";
        if (!Interval.isAllowed(watermark.getIntervalSeconds())) {
            throw new RefusedRecordException(
                    subject + "interval_seconds must divide an hour or be whole hours that divide a day, got "
                            + watermark.getIntervalSeconds() + "; the run gets no verdict");
        }
        Interval interval = new Interval(watermark.getIntervalSeconds());
        try {
            new RunId(watermark.getRunId());
            new TimeRange(
                    watermark.getRunFrom(), watermark.getRunTo(), Duration.ofSeconds(watermark.getIntervalSeconds()));
        } catch (IllegalArgumentException e) {
            throw new RefusedRecordException(subject + e.getMessage(), e);
        }
        if (!Interval.isPlausible(watermark.getRunFrom().toEpochMilli())
                || !Interval.isPlausible(watermark.getRunTo().toEpochMilli())) {
            throw new RefusedRecordException(subject + "run_from and run_to must be in the years 1970 to 9999, got "
                    + watermark.getRunFrom() + " and " + watermark.getRunTo());
        }
        if (watermark.getClosed().isBefore(watermark.getRunFrom())
                || !watermark.getClosed().isBefore(watermark.getRunTo())
                || !interval.isWhole(watermark.getClosed().toEpochMilli())) {
            throw new RefusedRecordException(subject + "closed must be a " + interval.wholeText() + " in ["
                    + watermark.getRunFrom() + ", " + watermark.getRunTo() + "), got " + watermark.getClosed());
        }
        if (watermark.getRecords() < 0) {
            throw new RefusedRecordException(subject + "records must be at least 0, got " + watermark.getRecords());
        }
        if (watermark.getPartition() != partition || watermark.getPartitions() <= partition) {
            throw new RefusedRecordException(subject + "it must be about its own partition, " + partition
                    + ", got partition " + watermark.getPartition() + " of " + watermark.getPartitions());
        }
        Plan plan = Plan.of(watermark, window);
        RunWindows windows = plan.windows();
        int points = (int) Math.min(windows.pointsPerWindow(), windows.to() - windows.from());
        if (windows.count() > bounds.windowsPerRun() || points > bounds.pointsPerRun()) {
            throw new RefusedRecordException(
                    subject + "a run must have at most " + bounds.windowsPerRun() + " windows of at most "
                            + bounds.pointsPerRun() + " time points, got " + windows.count() + " of " + points
                            + "; the run gets no verdict");
        }
        return plan;
    }

    /**
     * @param known from an earlier watermark of the run
     * @param now from this one
     * @throws RefusedRecordException when they differ
     */
    static void requireSame(String runId, Plan known, Plan now) {
        // Not the length of windows, which is ours and may have been changed since the run began.
        if (known.siteId() != now.siteId()
                || known.partitions() != now.partitions()
                || !known.interval().equals(now.interval())
                || known.windows().from() != now.windows().from()
                || known.windows().to() != now.windows().to()) {
            throw new RefusedRecordException(
                    "watermark of run %s: must repeat site, range and partitions of the first, %s, got %s"
                            .formatted(runId, text(known), text(now)));
        }
    }

    private static String text(Plan plan) {
        RunWindows windows = plan.windows();
        Interval interval = plan.interval();
        return "site %s %s/%s%s %s partitions"
                .formatted(
                        plan.siteId(),
                        interval.instant(windows.from()),
                        interval.instant(windows.to()),
                        interval.isHourly() ? "" : " every " + interval.text(1),
                        plan.partitions());
    }
}
