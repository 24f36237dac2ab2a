package io.minerstream.pipeline.verify;

import io.minerstream.connect.warehouse.TelemetryRows;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.producer.replay.SortedComparison;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Proves that no row was lost, duplicated or changed: computes every row of a run again from its seed, and compares it exactly with
 * a table or a topic, in constant memory. Writes nothing. Immutable.
 *
 * <pre>{@code
 * RunToVerify run = new RunLookup(connections).byId(new RunId("k3x9q2mv"));
 * ExactReport report = ExactVerification.of(connections).table(run);
 * assertThat(report.passed()).as(report.toString()).isTrue();
 * }</pre>
 */
public final class ExactVerification {

    /** Offenders that are listed by default. */
    public static final int DEFAULT_OFFENDERS = 10;

    private static final int PROGRESS_ROWS = 10_000;

    private final Connections connections;
    private final int offenders;
    private final boolean foreignAllowed;
    private final LongConsumer progress;

    /**
     * @param offenders most offenders to list, at least 0
     * @param foreignAllowed whether records of no known run do not matter
     * @param progress receives the number of rows found so far
     */
    public ExactVerification(Connections connections, int offenders, boolean foreignAllowed, LongConsumer progress) {
        this.connections = connections;
        this.offenders = offenders;
        this.foreignAllowed = foreignAllowed;
        this.progress = progress;
    }

    /** A verification that lists up to {@value #DEFAULT_OFFENDERS} offenders and reports no progress. */
    public static ExactVerification of(Connections connections) {
        return new ExactVerification(connections, DEFAULT_OFFENDERS, false, rows -> {});
    }

    /**
     * Compares a run with table {@code miner_telemetry}: all rows, at any time within the committed range, of every miner that is
     * the run's or, by {@code hosting_miners}, the site's. One snapshot of the database; rows share no memory.
     *
     * <p>Rows carry no run, so that what another run wrote into the same range afterwards counts as different.
     */
    public ExactReport table(RunToVerify run) {
        long start = System.nanoTime();
        RunReplay replay = run.replay();
        SortedComparison comparison = new SortedComparison(replay, offenders);
        Runnable meter = meter();
        if (replay.timePoints() > 0) {
            connections.withWarehouse(database -> {
                new TelemetryRows(database)
                        .read(
                                run.siteId(),
                                replay.from(),
                                replay.to(),
                                IntStream.range(0, replay.miners()).map(replay::minerId),
                                row -> {
                                    comparison.accept(row);
                                    meter.run();
                                });
                return null;
            });
        }
        return new ExactReport(
                run,
                Optional.of("miner_telemetry"),
                Optional.empty(),
                comparison.finish(),
                ForeignRecords.NONE,
                0,
                since(start));
    }

    /**
     * Compares a run with what consumers with {@code read_committed} get from the telemetry topic: all records with the run's id
     * in their header, in any partition. Besides the values, each record's key must be its miner's, its timestamp its time, and its
     * partition Kafka's default for the key. Records of no known run are counted apart, see {@link ForeignRecords}.
     *
     * <p>Reads to the present end of the log, and waits for its open transactions. For guarantees and memory by order of the records
     * see {@link io.minerstream.producer.replay.PartitionedComparison}.
     *
     * @throws IllegalArgumentException for a described run, whose records carry no known id
     * @throws io.minerstream.producer.replay.ReplayMemoryException when too many records are in no order
     */
    public ExactReport topic(RunToVerify run) {
        long start = System.nanoTime();
        String topic = connections.topics().telemetry();
        ClientProperties client = new ClientProperties(connections.kafkaProperties());
        Runnable meter = meter();
        try (Cluster cluster = new KafkaCluster(client);
                TopicComparison comparison = new TopicComparison(run, client.registry(), knownRuns(), offenders)) {
            cluster.scanToLogEnd(topic, record -> {
                if (comparison.accept(record)) {
                    meter.run();
                }
            });
            ReplayResult result = comparison.finish();
            return new ExactReport(
                    run,
                    Optional.empty(),
                    Optional.of(topic),
                    result,
                    comparison.foreign(foreignAllowed),
                    comparison.later(),
                    since(start));
        }
    }

    /** Read when the first other run is met: by then the end of the scan is fixed, and the runs before it have manifests. */
    private Predicate<RunId> knownRuns() {
        AtomicReference<RunHistory> history = new AtomicReference<>();
        return id -> {
            if (history.get() == null) {
                history.set(RunHistoryReader.readToEnd(connections.kafkaProperties(), connections.topics()));
            }
            return history.get().find(id).isPresent();
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** To be called for each row: the listener may be slower than a row. */
    private Runnable meter() {
        long[] rows = {0};
        return () -> {
            if (++rows[0] % PROGRESS_ROWS == 0) {
                progress.accept(rows[0]);
            }
        };
    }
}
