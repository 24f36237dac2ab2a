package io.minerstream.producer.publish;

import io.minerstream.producer.pacing.Lateness;
import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was written of a run: all of it, unless a {@link TimePointScheduler} ended it early.
 *
 * @param runId identity of the run
 * @param siteId {@code hosting_sites.id}
 * @param miners miners of the fleet
 * @param statusDistribution miners by status at the first time point, as the source spells it, the most frequent first; copied
 * @param scheduledChanges changes of statuses that the fleet's schedule has after the first time point, inside of the range
 * @param recordsResumed readings that were committed before the run resumed; 0 when it did not
 * @param recordsGenerated readings computed and sent, now
 * @param recordsAcknowledged readings that Kafka took; equal to the former
 * @param bytesSent keys and values of the readings before compression
 * @param range time points of the run
 * @param telemetryElapsed time from the first reading to the last commit
 * @param lateness how late readings were sent against their intended times; empty when they were unthrottled
 * @param mayHaveDuplicates whether there may be duplicates: the run was interrupted without transactions and resumed
 */
public record RunResult(
        RunId runId,
        int siteId,
        int miners,
        Map<String, Integer> statusDistribution,
        int scheduledChanges,
        long recordsResumed,
        long recordsGenerated,
        long recordsAcknowledged,
        long bytesSent,
        TimeRange range,
        Duration telemetryElapsed,
        Optional<Lateness.Summary> lateness,
        boolean mayHaveDuplicates) {

    public RunResult {
        statusDistribution = Collections.unmodifiableMap(new LinkedHashMap<>(statusDistribution));
    }

    /** Readings that are committed, by this start and earlier ones. */
    public long recordsCommitted() {
        return recordsResumed + recordsAcknowledged;
    }
}
