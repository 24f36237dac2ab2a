package io.minerstream.pipeline.sink;

import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.schemas.wait.Standstill;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Waits until the sink has written every row of a run. */
public final class SinkWait {

    /** The sink may be slow, but some row must arrive within this time. */
    private static final Duration STANDSTILL = Duration.ofSeconds(90);

    private static final Duration SHORTEST_POLL = Duration.ofMillis(200);

    /** Of counts that take less than half of it. */
    private static final Duration LONGEST_POLL = Duration.ofMillis(500);

    private final TelemetryTable table;

    /** @param database stays the caller's */
    public SinkWait(Connection database) {
        this.table = new TelemetryTable(database);
    }

    /**
     * Blocks until the site has {@code expected} rows in the range.
     *
     * @param progress receives the number of rows so far
     * @return the rows
     * @throws PipelineException when rows stop arriving
     */
    public long await(int siteId, TimeRange range, long expected, LongConsumer progress) {
        Standstill standstill = new Standstill(STANDSTILL);
        long start = System.nanoTime();
        long first = -1;
        while (true) {
            Deadline poll = Deadline.in(LONGEST_POLL);
            long rows = table.countRows(siteId, range);
            Duration counting = poll.elapsed();
            if (first < 0 || rows == first) {
                // The sink has yet to begin, which says nothing of its rate.
                first = rows;
                start = System.nanoTime();
            }
            progress.accept(rows);
            if (rows >= expected) {
                return rows;
            }
            if (standstill.isReached(rows)) {
                throw stopped(
                        rows,
                        expected,
                        "and none has come for %s s; look at `minerstream sink status`, at the dead letter topic, and at the worker's log"
                                .formatted(STANDSTILL.toSeconds()));
            }
            double perNano = (double) (rows - first) / (System.nanoTime() - start);
            Deadline.pause(pause(counting, perNano > 0 ? (long) ((expected - rows) / perNano) : 0));
        }
    }

    /** Until the rest may be there; a count takes the database from its inserts, so a slow one is repeated less often. */
    private static Duration pause(Duration counting, long restNanos) {
        long rest = Math.min(restNanos, LONGEST_POLL.toNanos());
        return Duration.ofNanos(Math.max(Math.max(rest, SHORTEST_POLL.toNanos()), 2 * counting.toNanos()));
    }

    private static PipelineException stopped(long rows, long expected, String what) {
        return PipelineException.failed("sink: %s of %s rows are in the database, %s".formatted(rows, expected, what));
    }
}
