package io.minerstream.it.copy;

import static io.minerstream.it.copy.Readings.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not the rows' fault is waited for: no dead letter, no lost row. */
class CopySinkFailuresIT {

    private final SinkServer server = SinkServer.newSchema();
    private final Map<String, String> settings = server.settings();
    private SmallDisk disk;

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            server.execute("DROP TABLE IF EXISTS readings", "DROP TABLESPACE IF EXISTS small_disk");
            disk.unmount();
        }
    }

    private void requireAll(TaskDriver task, long rows) {
        task.put(List.of());
        assertThat(task.commit()).containsEntry(P0, rows);
        assertThat(server.count("readings")).isEqualTo(rows);
        assertThat(task.reasons()).isEmpty();
    }

    @Test
    void shouldWaitForATableThatIsMissing() {
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            assertThatThrownBy(() -> task.putOnce(Readings.records(P0, 0, 100)))
                    .isInstanceOf(RetriableException.class)
                    .hasMessage(
                            "reading the table of topic readings is tried again, got SQLSTATE 42P01: table readings does"
                                    + " not exist or is no table; create the table, or correct table.name.format");
            assertThat(task.commitOnce()).isEmpty();

            server.execute(Readings.table(""));
            task.put(Readings.records(P0, 0, 100));

            requireAll(task, 100);
        }
    }

    @Test
    void shouldFailWithOneSentenceWhenTheTableDoesNotCome() {
        settings.put("retry.timeout.ms", "100");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            assertThatThrownBy(() -> task.put(Readings.records(P0, 0, 100)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageMatching(
                            "reading the table of topic readings must succeed within retry\\.timeout\\.ms, has"
                                    + " failed \\d+ times, got SQLSTATE 42P01: table readings does not exist or is no table; create"
                                    + " the table, or correct table\\.name\\.format\\. No record is lost: correct the cause and"
                                    + " restart the task");
        }
    }

    @Test
    void shouldWaitForATableThatIsDroppedWhileItRuns() {
        server.execute(Readings.table(""));
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 100));
            requireAll(task, 100);
            server.execute("ALTER TABLE readings RENAME TO away");
            task.put(Readings.records(P0, 100, 200));
            await().until(() -> task.metrics().getLastFailure().contains("not exist"));
            server.execute("ALTER TABLE away RENAME TO readings");

            requireAll(task, 200);
            assertThat(task.metrics().getRetries()).isPositive();
        }
    }

    /** The eight bytes of a double are those of some long, which the database would take. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER COLUMN miner_id TYPE bigint",
                "ALTER COLUMN miner_id TYPE numeric",
                "ALTER COLUMN hashrate TYPE real",
                "ALTER COLUMN hashrate TYPE numeric",
                "ALTER COLUMN recorded_at TYPE timestamptz USING recorded_at AT TIME ZONE 'UTC'"
            })
    void shouldEncodeAgainWhenATypeIsChangedWhileItRuns(String change) {
        server.execute(Readings.table(""));
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 100));
            requireAll(task, 100);
            server.execute("ALTER TABLE readings " + change);
            task.put(Readings.records(P0, 100, 200));

            requireAll(task, 200);
            assertThat(task.metrics().getRetries()).isEqualTo(1);
            assertThat(server.query("SELECT miner_id, hashrate FROM readings WHERE note = 'n150'"))
                    .containsExactly("150|18.75");
        }
    }

    @Test
    void shouldReportAllThatDoesNotFitAtOnce() {
        server.execute(
                "CREATE TABLE readings (\"Miner_ID\" integer, note integer, recorded_at timestamp, site integer NOT NULL,"
                        + " id bigint GENERATED BY DEFAULT AS IDENTITY, made timestamp NOT NULL DEFAULT now())");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            assertThatThrownBy(() -> task.put(Readings.records(P0, 0, 100)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage(
                            "table readings: column miner_id must exist for the field of that name, does not (there is"
                                    + " Miner_ID: names keep their case); add it, or leave it out of fields.whitelist. column hashrate"
                                    + " must exist for the field of that name, does not; add it, or leave it out of fields.whitelist."
                                    + " column note must have a type that takes string, is integer. column site is NOT NULL without a"
                                    + " default, and the records have no value for it; give it a default, or drop NOT NULL");
        }
    }

    @Test
    void shouldWaitForRightsAndLocks() throws Exception {
        server.execute(Readings.table(""));
        SinkServer impatient = server.with("&options=-c%20lock_timeout=50ms");
        try (Connection other = server.lock("readings");
                TaskDriver task = new TaskDriver(impatient.settings()).open(P0)) {
            task.put(Readings.records(P0, 0, 100));
            await().until(() -> task.metrics().getLastFailure().contains("lock timeout"));
            other.rollback();
            requireAll(task, 100);
        }
    }

    @Test
    void shouldWaitForTheServer() {
        settings.put("connection.url", settings.get("connection.url").replaceAll("//[^/]+/", "//127.0.0.1:1/"));
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            assertThatThrownBy(() -> task.putOnce(Readings.records(P0, 0, 100)))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageMatching(
                            "claiming partitions in table minerstream_sink_offsets is tried again, got SQLSTATE"
                                    + " 08001: .*; check that the server runs and that connection\\.url names it");
            assertThat(task.commitOnce()).isEmpty();
            assertThat(task.reasons()).isEmpty();
        }
    }

    @Test
    void shouldGoOnWhenAServerThatWasAwayIsBack() {
        server.execute(Readings.table(""));
        settings.put("connection.user", "later_" + server.schema());
        settings.put("connection.password", "p");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            assertThatThrownBy(() -> task.putOnce(Readings.records(P0, 0, 100)))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("correct connection.user and connection.password, or pg_hba.conf");
            server.execute(
                    "CREATE ROLE later_" + server.schema() + " LOGIN PASSWORD 'p'",
                    "GRANT ALL ON SCHEMA " + server.schema() + " TO later_" + server.schema(),
                    "GRANT ALL ON readings TO later_" + server.schema());
            task.put(Readings.records(P0, 0, 100));

            requireAll(task, 100);
        }
    }

    /** SQLSTATE 22023, of the class of bad rows; here no row is to blame. */
    @Test
    void shouldWaitWhenASessionIsRefusedForAParameterOfTheUrl() {
        String role = "session_" + server.schema();
        server.execute(Readings.table(""), "CREATE ROLE " + role);
        try (TaskDriver task =
                new TaskDriver(server.with("&options=-c%20role=" + role).settings())) {
            server.execute(
                    "GRANT ALL ON SCHEMA " + server.schema() + " TO " + role, "GRANT ALL ON readings TO " + role);
            task.open(P0).put(Readings.records(P0, 0, 100));
            assertThat(task.commit()).containsEntry(P0, 100L);
            server.execute(
                    "ALTER ROLE " + role + " RENAME TO away_" + role,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                            + settings.get("name") + "'");
            task.put(Readings.records(P0, 100, 200));
            await().until(() -> task.metrics().getLastFailure().contains("role \"" + role + "\" does not exist"));
            server.execute("ALTER ROLE away_" + role + " RENAME TO " + role);

            requireAll(task, 200);
        }
    }

    @Test
    void shouldWaitForSpaceOnTheDisk(@TempDir Path folder) throws Exception {
        disk = SmallDisk.mount(
                folder,
                Path.of(server.query("SELECT current_setting('data_directory')").get(0)));
        server.execute(disk.createTablespace("small_disk"), Readings.table("") + " TABLESPACE small_disk");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 100));
            requireAll(task, 100);
            disk.fill();
            task.put(Readings.records(P0, 100, 5_000));
            await().until(() -> task.metrics().getLastFailure().contains("No space left on device"));
            disk.free();

            requireAll(task, 5_000);
        }
    }

    @Test
    void shouldHandOverNothingWhenItStops() throws Exception {
        server.execute(Readings.table(""));
        try (Connection other = server.lock("readings")) {
            try (TaskDriver task = new TaskDriver(settings).open(P0)) {
                task.put(Readings.records(P0, 0, 100));
            }
            other.rollback();
        }
        await().until(() -> server.query(
                        "SELECT 1 FROM pg_stat_activity WHERE application_name = '" + settings.get("name") + "'")
                .isEmpty());
        assertThat(server.count("readings")).isZero();
        assertThat(server.query("SELECT next_offset FROM minerstream_sink_offsets"))
                .containsExactly("NULL");
        assertThat(List.of(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("copy-sink-" + settings.get("name")))
                        .toArray()))
                .isEmpty();
    }
}
