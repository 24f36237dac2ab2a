package io.minerstream.it.copy;

import static io.minerstream.it.copy.Readings.P0;
import static io.minerstream.it.copy.Readings.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minerstream.connect.copy.PostgresCopySinkConnector;
import io.minerstream.connect.copy.offsets.OffsetsTable;
import io.minerstream.connect.copy.offsets.PartitionTracker;
import io.minerstream.connect.copy.offsets.RecordFingerprint;
import io.minerstream.connect.copy.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each record lands once, in a table without any key. */
class CopySinkDeliveryIT {

    private static final int LOCK = 4711;

    private final SinkServer server = SinkServer.newSchema();
    private final Map<String, String> settings = server.settings();

    @BeforeEach
    void createTable() {
        server.execute(Readings.table(""));
    }

    private void requireRows(long rows) {
        assertThat(server.query("SELECT COUNT(*), COUNT(DISTINCT (note)) FROM readings"))
                .containsExactly(rows + "|" + rows);
    }

    @Test
    void shouldGoOnWhereTheDatabaseIsWhateverKafkaKnows() {
        try (TaskDriver killed = new TaskDriver(settings).open(P0)) {
            assertThat(killed.seeks()).isEmpty();
            killed.put(Readings.records(P0, 0, 100));
            await().until(() -> server.count("readings") == 100);
        }
        try (TaskDriver next = new TaskDriver(settings).open(P0)) {
            // The last record that landed, to compare it.
            assertThat(next.seeks()).containsExactly(Map.entry(P0, 99L));
            next.put(Readings.records(P0, 99, 200));

            assertThat(next.commit()).containsEntry(P0, 200L);
            assertThat(next.metrics().getRecordsSkipped()).isEqualTo(1);
        }
        requireRows(200);
    }

    @Test
    void shouldLandEachRecordOnceWhileTasksAndSessionsAreKilled() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int total = 10_000;
        settings.put("batch.max.bytes", "65536");
        long next = 0;
        int kills = 0;
        while (next < total) {
            try (TaskDriver task = new TaskDriver(settings).open(P0)) {
                next = task.seeks().getOrDefault(P0, 0L);
                int puts = random.nextInt(8);
                for (int i = 0; i < puts && next < total; i++) {
                    long to = Math.min(total, next + 500);
                    task.put(Readings.records(P0, next, to));
                    next = to;
                    if (random.nextInt(4) == 0) {
                        server.execute(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                                        + settings.get("name") + "'");
                    }
                }
                if (next == total) {
                    assertThat(task.commit()).as("seed %d", seed).containsEntry(P0, (long) total);
                }
            }
            kills++;
        }
        assertThat(kills).as("seed %d", seed).isGreaterThan(5);
        requireRows(total);
    }

    @Test
    void shouldNotWriteForATaskThatLostItsPartition() {
        try (TaskDriver zombie = new TaskDriver(settings).open(P0, P1);
                TaskDriver owner = new TaskDriver(settings)) {
            zombie.put(Readings.records(P1, 0, 50));
            zombie.commit();
            owner.open(P1);
            assertThat(owner.seeks()).containsEntry(P1, 49L);

            List<SinkRecord> both = new ArrayList<>(Readings.records(P0, 1000, 1100));
            both.addAll(Readings.records(P1, 50, 100));
            zombie.put(both);
            owner.put(Readings.records(P1, 49, 100));

            await().untilAsserted(() -> assertThat(zombie.commitOnce()).containsExactly(Map.entry(P0, 1100L)));
            assertThat(owner.commit()).containsExactly(Map.entry(P1, 100L));
            assertThatThrownBy(() -> zombie.putOnce(List.of()))
                    .isInstanceOf(RetriableException.class)
                    .hasMessage(
                            "partition readings-1 was claimed by another task in table minerstream_sink_offsets; this"
                                    + " task waits until its consumer says so");
            zombie.closePartitions(P1);
            zombie.put(Readings.records(P0, 1100, 1200));
            zombie.commit();
        }
        requireRows(300);
    }

    @Test
    void shouldTakeOverFromATaskThatStoppedWithinATransaction() throws Exception {
        server.execute(
                "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock("
                        + LOCK + "); RETURN NULL; END $$",
                "CREATE TRIGGER stop AFTER INSERT ON readings FOR EACH STATEMENT EXECUTE FUNCTION stop()");
        try (Connection stopper = server.open();
                Statement statement = stopper.createStatement();
                TaskDriver stopped = new TaskDriver(settings).open(P0);
                TaskDriver owner = new TaskDriver(settings)) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            stopped.put(Readings.records(P0, 0, 100));
            await().until(() -> !server.query("SELECT 1 FROM pg_locks WHERE objid = " + LOCK + " AND NOT granted")
                    .isEmpty());
            owner.open(P0);
            statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            owner.put(Readings.records(P0, 0, 100));

            assertThat(owner.commit()).containsEntry(P0, 100L);
            await().untilAsserted(() -> assertThatThrownBy(() -> stopped.putOnce(List.of()))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("was claimed by another task"));
        }
        requireRows(100);
    }

    /** A pool may give the session of a claim to anybody. */
    @Test
    void shouldLeaveTheSessionOfAClaimAsItWas() throws Exception {
        OffsetsTable offsets = new OffsetsTable(
                new TableName(server.schema(), "minerstream_sink_offsets"),
                settings.get("name"),
                new RecordFingerprint(settings, ""));
        PartitionTracker partitions = new PartitionTracker(offsets);
        partitions.open(List.of(P0));
        try (Connection session = server.open();
                Statement statement = session.createStatement()) {
            offsets.create(session);
            statement.execute("SET lock_timeout = '7min'");

            partitions.claim(session, false);

            try (ResultSet timeout = statement.executeQuery("SHOW lock_timeout")) {
                timeout.next();
                assertThat(timeout.getString(1)).isEqualTo("7min");
            }
            assertThat(session.getAutoCommit()).isTrue();
        }
        assertThat(server.query("SELECT fence FROM minerstream_sink_offsets")).containsExactly("1");
    }

    @Test
    void shouldKnowABatchWhoseCommitWasNotAnswered() throws Exception {
        settings.put("retry.backoff.ms", "1000");
        settings.put("retry.backoff.max.ms", "1000");
        server.execute("INSERT INTO readings SELECT 1, 1, 'n' || n, now() FROM generate_series(0, 99) n");
        try (Connection other = server.lock("readings");
                TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 100));
            await().until(() -> !server.query(
                            "SELECT 1 FROM pg_locks WHERE relation = 'readings'::regclass AND NOT granted")
                    .isEmpty());
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                    + settings.get("name") + "'");
            await().until(() -> task.metrics().getRetries() == 1);
            // As if the transaction had been committed, with its hundred rows.
            server.execute("UPDATE minerstream_sink_offsets SET next_offset = 100");
            other.rollback();

            assertThat(task.commit()).containsEntry(P0, 100L);
            assertThat(task.metrics().getRecordsConsumed()).isEqualTo(100);
        }
        requireRows(100);
    }

    @Test
    void shouldNotGoOnFromOffsetsThatSomebodyElseMoved() {
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 10));
            task.commit();
            server.execute("UPDATE minerstream_sink_offsets SET next_offset = 5");
            task.put(Readings.records(P0, 10, 20));

            await().untilAsserted(
                            () -> assertThatThrownBy(() -> task.putOnce(List.of()))
                                    .isInstanceOf(ConnectException.class)
                                    .hasMessageStartingWith(
                                            "offsets table minerstream_sink_offsets: only this task may move its offsets,"
                                                    + " got readings-0 is at 5, must be at 10. After a fail-over or a restore of the database, restart the task"));
        }
        requireRows(10);
    }

    @Test
    void shouldGoWhereConnectsRestApiSetsTheOffsets() {
        PostgresCopySinkConnector connector = new PostgresCopySinkConnector();
        try (TaskDriver task = new TaskDriver(settings).open(P0, P1)) {
            task.put(Readings.records(P0, 0, 10));
            task.put(Readings.records(P1, 0, 10));
            task.commit();
        }

        assertThat(connector.alterOffsets(settings, Map.of(P0, 4L))).isTrue();
        assertThat(connector.alterOffsets(settings, Collections.singletonMap(P1, null)))
                .isTrue();

        try (TaskDriver task = new TaskDriver(settings).open(P0, P1)) {
            assertThat(task.seeks()).containsExactly(Map.entry(P0, 4L));
            task.put(Readings.records(P0, 4, 6));
            task.put(Readings.records(P1, 0, 3));
            assertThat(task.commit()).isEqualTo(Map.of(P0, 6L, P1, 3L));
        }
        assertThat(server.count("readings")).isEqualTo(25);
    }

    @Test
    void shouldReportATopicThatWasMadeAgain() {
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 10));
            task.commit();
        }
        // Shorter than before: the consumer finds no such offset and begins at the start.
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            assertThatThrownBy(() -> task.putOnce(Readings.records(P0, 0, 5)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage(
                            "topic readings, partition 0: the next record must have offset 10 or more, has 0. The topic"
                                    + " was deleted and made again, or its records were. Nothing is skipped or written. To land the"
                                    + " topic from its start: stop the connector, reset its offsets (DELETE"
                                    + " /connectors/<name>/offsets), and resume it. Offsets are in table minerstream_sink_offsets");
        }
        // Longer than before: only the record that landed last tells. Its timestamp is the same.
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            assertThatThrownBy(() -> task.putOnce(Readings.records(P0, 9, 20, offset -> Readings.value(offset + 1))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith(
                            "topic readings, partition 0: the record at offset 9 must be the one that landed,"
                                    + " is another one. The topic was deleted and made again");
        }
        // While it runs.
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 9, 20));
            task.commit();
            assertThatThrownBy(() -> task.putOnce(Readings.records(P0, 0, 5)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("must have offset 20 or more, has 0");
        }
        requireRows(20);
    }

    @Test
    void shouldAcceptThatTheLastRecordIsGoneOrIsConvertedOtherwise() {
        try (TaskDriver task = new TaskDriver(settings).open(P0, P1)) {
            task.put(Readings.records(P0, 0, 10));
            task.put(Readings.records(P1, 100, 110));
            task.commit();
        }
        settings.put("transforms", "other");
        settings.put("transforms.other.type", "SomeTransformation");
        try (TaskDriver task = new TaskDriver(settings).open(P0, P1)) {
            // Compaction or retention took record 9; transaction markers have offsets as well.
            task.put(Readings.records(P0, 14, 20));
            task.put(Readings.records(P1, 109, 120, offset -> Readings.value(offset == 109 ? 1 : offset)));

            assertThat(task.commit()).isEqualTo(Map.of(P0, 20L, P1, 120L));
        }
        requireRows(10 + 6 + 20);
    }

    @Test
    void shouldDropWhatIsNotWrittenYetWhenAPartitionIsClosed() throws Exception {
        try (Connection other = server.lock("readings");
                TaskDriver task = new TaskDriver(settings).open(P0, P1)) {
            task.put(Readings.records(P0, 0, 10));
            task.put(Readings.records(P1, 100, 110));
            task.put(Readings.records(P0, 10, 20));
            // The batch of the first ten records is being written, the others wait.
            task.closePartitions(P1);
            other.rollback();

            assertThat(task.commit()).containsExactly(Map.entry(P0, 20L));
        }
        requireRows(20);
    }

    @Test
    void shouldCommitToKafkaWhatTransformationsDropped() {
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 10));
            task.consumed(P0, 15);

            assertThat(task.commit()).containsExactly(Map.entry(P0, 15L));
        }
    }

    @Test
    void shouldKeepItsConsumerInTheGroupWhileTheDatabaseIsBusy() throws Exception {
        settings.put("batch.max.bytes", "65536");
        try (Connection other = server.lock("readings");
                TaskDriver task = new TaskDriver(settings).open(P0)) {
            List<SinkRecord> many = Readings.records(P0, 0, 6_000);
            long start = System.nanoTime();

            assertThatThrownBy(() -> task.putOnce(many)).isInstanceOf(RetriableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            other.rollback();
            task.put(many);

            assertThat(task.commit()).containsEntry(P0, 6_000L);
        }
        requireRows(6_000);
    }
}
