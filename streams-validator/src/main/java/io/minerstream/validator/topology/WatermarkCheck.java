package io.minerstream.validator.topology;

import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.rule.Hours;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;

/** Refuses watermarks that would make the validator wait for ever or judge wrongly. */
final class WatermarkCheck {

    private WatermarkCheck() {}

    /**
     * @param partition partition that the watermark came from
     * @return what the watermark says of its run
     * @throws RefusedRecordException with the reason
     */
    static Plan plan(Watermark watermark, int partition, int windowHours) {
        String subject = "watermark of run " + watermark.getRunId() + ": ";
        if (watermark.getIntervalSeconds() != TimeRange.HOURLY.toSeconds()) {
            throw new RefusedRecordException(subject + "interval_seconds must be " + TimeRange.HOURLY.toSeconds()
                    + ", got " + watermark.getIntervalSeconds()
                    + "; only hourly runs can be judged, this one gets no verdict");
        }
        try {
            new RunId(watermark.getRunId());
            new TimeRange(
                    watermark.getRunFrom(), watermark.getRunTo(), Duration.ofSeconds(watermark.getIntervalSeconds()));
        } catch (IllegalArgumentException e) {
            throw new RefusedRecordException(subject + e.getMessage(), e);
        }
        if (!Hours.isPlausible(watermark.getRunFrom().toEpochMilli())
                || !Hours.isPlausible(watermark.getRunTo().toEpochMilli())) {
            throw new RefusedRecordException(subject + "run_from and run_to must be in the years 1970 to 9999, got "
                    + watermark.getRunFrom() + " and " + watermark.getRunTo());
        }
        if (watermark.getClosed().isBefore(watermark.getRunFrom())
                || !watermark.getClosed().isBefore(watermark.getRunTo())
                || !Hours.isWhole(watermark.getClosed().toEpochMilli())) {
            throw new RefusedRecordException(subject + "closed must be a whole hour in [" + watermark.getRunFrom()
                    + ", " + watermark.getRunTo() + "), got " + watermark.getClosed());
        }
        if (watermark.getRecords() < 0) {
            throw new RefusedRecordException(subject + "records must be at least 0, got " + watermark.getRecords());
        }
        if (watermark.getPartition() != partition || watermark.getPartitions() <= partition) {
            throw new RefusedRecordException(subject + "it must speak of the partition that it is in, " + partition
                    + ", got partition " + watermark.getPartition() + " of " + watermark.getPartitions());
        }
        return Plan.of(watermark, windowHours);
    }

    /**
     * @param known what an earlier watermark of the run said
     * @param now what this one says
     * @throws RefusedRecordException when they differ
     */
    static void requireSame(String runId, Plan known, Plan now) {
        // The length of windows is ours and may have been configured anew since the run began.
        if (known.siteId() != now.siteId()
                || known.partitions() != now.partitions()
                || known.windows().fromHour() != now.windows().fromHour()
                || known.windows().toHour() != now.windows().toHour()) {
            throw new RefusedRecordException(
                    "watermark of run %s: must repeat site, range and partitions of the first, %s, got %s"
                            .formatted(runId, text(known), text(now)));
        }
    }

    private static String text(Plan plan) {
        return "site %d %s/%s %d partitions"
                .formatted(
                        plan.siteId(),
                        Hours.instant(plan.windows().fromHour()),
                        Hours.instant(plan.windows().toHour()),
                        plan.partitions());
    }
}
