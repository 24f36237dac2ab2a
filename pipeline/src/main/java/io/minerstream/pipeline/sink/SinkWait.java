package io.minerstream.pipeline.sink;

import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.TelemetrySink;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.kafka.common.errors.InterruptException;

/** Waits until the sink has written every row of a run, and says what is wrong when it does not come to that. */
public final class SinkWait {

    /** The sink may be slow, but it must not stand still for this long. */
    private static final Duration STANDSTILL = Duration.ofSeconds(90);

    private static final Duration SHORTEST_POLL = Duration.ofMillis(200);

    /** A count takes the database from its inserts; a slow one is asked for less often. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    private static final Duration STATUS_POLL = Duration.ofSeconds(3);

    private final TelemetryTable table;
    private final SinkDeployment sink;

    public SinkWait(Connection database, SinkDeployment sink) {
        this.table = new TelemetryTable(database);
        this.sink = sink;
    }

    /**
     * Blocks until the site has {@code expected} rows in the range.
     *
     * @param progress is told the rows so far
     * @return the rows
     * @throws PipelineException when a task of the sink has failed, or nothing arrives any more
     */
    public long await(int siteId, TimeRange range, long expected, LongConsumer progress) {
        long last = -1;
        long changedAt = System.nanoTime();
        long askedAt = changedAt;
        while (true) {
            long start = System.nanoTime();
            long rows = table.countRows(siteId, range);
            long now = System.nanoTime();
            progress.accept(rows);
            if (rows >= expected) {
                return rows;
            }
            if (rows != last) {
                last = rows;
                changedAt = now;
            } else if (now - changedAt > STANDSTILL.toNanos()) {
                throw standstill(rows, expected);
            }
            if (now - askedAt > STATUS_POLL.toNanos()) {
                requireHealthy(rows, expected);
                askedAt = now;
            }
            pause(Math.min(LONGEST_POLL.toNanos(), Math.max(SHORTEST_POLL.toNanos(), now - start)));
        }
    }

    private void requireHealthy(long rows, long expected) {
        SinkHealth.of(sink, TelemetrySink.NAME).ifPresent(problem -> {
            throw new PipelineException(
                    Kind.FAILED,
                    "sink: %d of %d rows are in the database, then %s; mend the cause, then run `minerstream sink deploy`"
                            .formatted(rows, expected, problem));
        });
    }

    private static PipelineException standstill(long rows, long expected) {
        return new PipelineException(
                Kind.FAILED,
                ("sink: %d of %d rows are in the database, and none has come for %d s; look at `minerstream sink status`, at the "
                                + "dead letter topic, and at the worker's log")
                        .formatted(rows, expected, STANDSTILL.toSeconds()));
    }

    /** Sleeps between two looks. */
    public static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
