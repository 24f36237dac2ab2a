package io.minerstream.it.copy;

import static io.minerstream.it.copy.Readings.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways into a table with a key. */
class CopySinkUpsertIT {

    private final SinkServer server = SinkServer.newSchema();

    private Map<String, String> byValue(String delivery) {
        Map<String, String> settings = server.settings();
        settings.putAll(Map.of(
                "insert.mode",
                "upsert",
                "pk.mode",
                "record_value",
                "pk.fields",
                "miner_id,recorded_at",
                "delivery",
                delivery));
        return settings;
    }

    private static void putAndCommit(TaskDriver task, List<SinkRecord> records) {
        task.put(records);
        assertThat(task.commit())
                .containsEntry(P0, records.get(records.size() - 1).kafkaOffset() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "upsert"})
    void shouldLeaveRowsAloneThatAreThereAlready(String delivery) {
        server.execute(Readings.table("PRIMARY KEY (recorded_at, miner_id)"));
        try (TaskDriver task = new TaskDriver(byValue(delivery)).open(P0)) {
            putAndCommit(task, Readings.records(P0, 0, 2_000));
            assertThat(task.metrics().getBatchesStaged()).isZero();
            List<String> before = server.query("SELECT xmin, ctid FROM readings");

            // The same rows from another part of the topic, one of them changed.
            putAndCommit(
                    task,
                    Readings.records(
                            P0,
                            2_000,
                            4_000,
                            offset -> offset == 3_000
                                    ? Readings.value(1_000).put("note", "changed")
                                    : Readings.value(offset - 2_000)));

            assertThat(task.metrics().getRowsUnchanged()).isEqualTo(1_999);
            assertThat(task.metrics().getRowsLanded()).isEqualTo(2_001);
            assertThat(task.metrics().getDeadLetters()).isZero();
            List<String> after = new ArrayList<>(server.query("SELECT xmin, ctid FROM readings"));
            after.removeAll(before);
            assertThat(after).hasSize(1);
            assertThat(server.query("SELECT miner_id FROM readings WHERE note = 'changed'"))
                    .containsExactly("0");
        }
    }

    /** The planner would: most rows of the table are in the batch. */
    @Test
    void shouldChangeRowsWithoutReadingTheWholeTable() {
        server.execute(Readings.table("PRIMARY KEY (recorded_at, miner_id)"));
        try (TaskDriver task = new TaskDriver(byValue("exactly-once")).open(P0)) {
            putAndCommit(task, Readings.records(P0, 0, 20_000));
            server.execute("ANALYZE readings");

            putAndCommit(task, Readings.records(P0, 20_000, 40_000, offset -> Readings.value(offset - 20_000)
                    .put("note", "changed")));
        }
        // A session counts at its end, and now and then before.
        await().untilAsserted(() -> assertThat(server.query("SELECT n_tup_upd, idx_scan >= 20000, seq_tup_read"
                        + " FROM pg_stat_user_tables WHERE relid = 'readings'::regclass"))
                .containsExactly("20000|true|0"));
        assertThat(server.query("SELECT count(*), min(note), max(note) FROM readings"))
                .containsExactly("20000|changed|changed");
    }

    /** MERGE is refused then. */
    @Test
    void shouldUpsertARowThatAnotherSessionInsertsMeanwhile() throws Exception {
        server.execute(Readings.table("PRIMARY KEY (recorded_at, miner_id)"));
        try (Connection other = server.open();
                Statement statement = other.createStatement();
                TaskDriver task = new TaskDriver(byValue("exactly-once")).open(P0)) {
            putAndCommit(task, Readings.records(P0, 0, 100));
            other.setAutoCommit(false);
            statement.execute("INSERT INTO readings SELECT 500, 0, 'other', recorded_at FROM readings LIMIT 1");
            task.put(Readings.records(
                    P0, 100, 700, offset -> Readings.value(offset - 100).put("note", "ours")));
            await().until(() -> !server.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE '%MERGE INTO%' AND application_name = '" + server.schema() + "'")
                    .isEmpty());

            other.commit();

            assertThat(task.commit()).containsEntry(P0, 700L);
            assertThat(server.query("SELECT note, count(*) FROM readings GROUP BY 1"))
                    .containsExactly("ours|600");
            assertThat(task.metrics().getDeadLetters()).isZero();
            assertThat(task.metrics().getBatchesBisected()).isZero();
        }
    }

    @Test
    void shouldTakeKeysForEqualThatDifferInTheirBytesAlone() {
        server.execute(Readings.table("PRIMARY KEY (hashrate)"));
        Map<String, String> settings = byValue("exactly-once");
        settings.put("pk.fields", "hashrate");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            for (long round = 0; round < 2; round++) {
                putAndCommit(task, Readings.records(P0, 2 * round, 2 * round + 2, offset -> Readings.value(offset)
                        .put("hashrate", offset % 2 == 0 ? 0.0 : -0.0)));
            }

            assertThat(server.query("SELECT note FROM readings")).containsExactly("n3");
        }
    }

    @Test
    void shouldGoStraightAgainAfterSomeCleanBatches() {
        server.execute(Readings.table("PRIMARY KEY (recorded_at, miner_id)"));
        try (TaskDriver task = new TaskDriver(byValue("exactly-once")).open(P0)) {
            putAndCommit(task, Readings.records(P0, 0, 100));
            putAndCommit(task, Readings.records(P0, 100, 200, offset -> Readings.value(offset - 100)));
            assertThat(task.metrics().getBatchesStraight()).isEqualTo(1);
            for (int batch = 2; batch < 20; batch++) {
                putAndCommit(task, Readings.records(P0, 100 * batch, 100 * batch + 100));
            }

            assertThat(task.metrics().getBatchesStaged()).isEqualTo(9);
            assertThat(task.metrics().getBatchesStraight()).isEqualTo(11);
            assertThat(server.count("readings")).isEqualTo(1_900);
        }
    }

    @Test
    void shouldLetTheLaterOffsetWin() {
        server.execute(Readings.table("PRIMARY KEY (recorded_at, miner_id)"));
        try (TaskDriver task = new TaskDriver(byValue("exactly-once")).open(P0)) {
            putAndCommit(task, Readings.records(P0, 0, 3_000, offset -> Readings.value(offset % 10)
                    .put("note", "n" + offset)));

            assertThat(server.query("SELECT note FROM readings ORDER BY miner_id"))
                    .containsExactly(
                            "n2990", "n2991", "n2992", "n2993", "n2994", "n2995", "n2996", "n2997", "n2998", "n2999");
            assertThat(task.metrics().getRowsUnchanged()).isEqualTo(2_990);
        }
    }

    @Test
    void shouldLetTheLastGoodOffsetWin() {
        server.execute(Readings.table("PRIMARY KEY (recorded_at, miner_id), CHECK (hashrate < 1e9)"));
        try (TaskDriver task = new TaskDriver(byValue("exactly-once")).open(P0)) {
            putAndCommit(task, Readings.records(P0, 0, 30, offset -> {
                Struct value = Readings.value(offset % 10).put("note", "n" + offset);
                return offset >= 20 && offset % 2 == 0 ? value.put("hashrate", 1e10) : value;
            }));

            assertThat(task.deadOffsets()).containsExactly(20L, 22L, 24L, 26L, 28L);
            assertThat(server.query("SELECT note FROM readings ORDER BY miner_id"))
                    .containsExactly("n10", "n21", "n12", "n23", "n14", "n25", "n16", "n27", "n18", "n29");
        }
    }

    @Test
    void shouldDeleteInTheOrderOfTheRecords() {
        server.execute(
                "CREATE TABLE readings (miner_id integer PRIMARY KEY, note text, doc json, hashrate float8 NOT NULL)");
        Map<String, String> settings = server.settings();
        settings.putAll(Map.of(
                "insert.mode",
                "upsert",
                "pk.mode",
                "record_key",
                "pk.fields",
                "miner_id",
                "delete.enabled",
                "true",
                "fields.whitelist",
                "note,hashrate"));
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            List<SinkRecord> records = new ArrayList<>();
            records.add(byKey(0, 1, null));
            records.add(byKey(1, 1, "first"));
            records.add(byKey(2, 2, "gone"));
            records.add(byKey(3, 1, null));
            records.add(byKey(4, 2, null));
            records.add(byKey(5, 1, "last"));
            records.add(byKey(6, 3, "stays"));
            putAndCommit(task, records);
            assertThat(server.query("SELECT miner_id, note FROM readings ORDER BY 1"))
                    .containsExactly("1|last", "3|stays");

            putAndCommit(task, List.of(byKey(7, 3, null), byKey(8, 4, "new"), byKey(9, 5, null)));

            assertThat(server.query("SELECT miner_id, note FROM readings ORDER BY 1"))
                    .containsExactly("1|last", "4|new");
            assertThat(task.metrics().getRowsLanded()).isEqualTo(4);
            assertThat(task.metrics().getRowsUnchanged()).isEqualTo(6);
        }
    }

    private static SinkRecord byKey(long offset, int key, String note) {
        Struct value = note == null ? null : Readings.value(offset).put("note", note);
        return new SinkRecord(P0.topic(), 0, Readings.KEY, key, value == null ? null : Readings.SCHEMA, value, offset);
    }

    @Test
    void shouldTakeItsKeyFromKafka() {
        server.execute(Readings.table("__connect_topic text, __connect_partition integer, __connect_offset bigint,"
                + " UNIQUE (__connect_offset, __connect_partition, __connect_topic)"));
        Map<String, String> settings = server.settings();
        settings.putAll(Map.of("insert.mode", "upsert", "pk.mode", "kafka", "delivery", "upsert"));
        for (int time = 0; time < 2; time++) {
            try (TaskDriver task = new TaskDriver(settings).open(P0)) {
                putAndCommit(task, Readings.records(P0, 0, 20));
            }
        }

        assertThat(server.query("SELECT count(*), max(__connect_offset), max(__connect_topic) FROM readings"))
                .containsExactly("20|19|readings");
    }

    @Test
    void shouldWriteDocumentsThatHaveNoEquality() {
        server.execute("CREATE TABLE readings (miner_id integer PRIMARY KEY, note json, hashrate float8)");
        Map<String, String> settings = server.settings();
        settings.putAll(Map.of(
                "insert.mode",
                "upsert",
                "pk.mode",
                "record_value",
                "pk.fields",
                "miner_id",
                "fields.whitelist",
                "note,hashrate"));
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            putAndCommit(task, Readings.records(P0, 0, 30, offset -> Readings.value(offset % 10)
                    .put("note", "{\"at\":" + offset / 20 + "}")));

            assertThat(server.query("SELECT DISTINCT note::text FROM readings")).containsExactly("{\"at\":1}");
        }
    }
}
