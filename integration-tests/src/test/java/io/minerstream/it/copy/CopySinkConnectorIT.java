package io.minerstream.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.minerstream.connect.copy.PostgresCopySinkConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

/** The connector: what its validation tells before anything runs. */
class CopySinkConnectorIT {

    private final SinkServer server = SinkServer.newSchema();
    private final Map<String, String> settings = server.settings();
    private final PostgresCopySinkConnector connector = new PostgresCopySinkConnector();

    private Map<String, List<String>> errors() {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : connector.validate(settings).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    @Test
    void shouldBeFoundAsAPlugin() {
        assertThat(ServiceLoader.load(SinkConnector.class).stream().map(ServiceLoader.Provider::type))
                .contains(PostgresCopySinkConnector.class);
    }

    @Test
    void shouldAcceptSettingsThatFitTheTables() {
        server.execute(Readings.table(""));
        settings.put("topics", "readings");

        assertThat(errors()).isEmpty();
    }

    @Test
    void shouldReportEverySettingThatIsWrong() {
        settings.putAll(Map.of(
                "connection.url", "jdbc:mysql://user:secret@host/db",
                "insert.mode", "UPSERT",
                "batch.max.bytes", "1",
                "table.name.format", "a.b.c",
                "delivery", "twice"));

        assertThat(errors().keySet())
                .containsExactly("batch.max.bytes", "connection.url", "delivery", "insert.mode", "table.name.format");
        assertThat(errors().toString())
                .contains("Invalid value twice for configuration delivery: must be exactly-once or upsert")
                .contains("Invalid value UPSERT for configuration insert.mode: must be insert or upsert")
                .doesNotContain("secret");
    }

    @Test
    void shouldReportSettingsThatContradictEachOther() {
        settings.putAll(Map.of("delivery", "upsert", "pk.mode", "kafka", "pk.fields", "a,b", "delete.enabled", "true"));

        assertThat(errors())
                .containsOnly(
                        entry(
                                "insert.mode",
                                List.of(
                                        "insert.mode: must be upsert with delivery=upsert, or rows land twice after a failure")),
                        entry(
                                "pk.fields",
                                List.of(
                                        "pk.fields: must name three columns (topic, partition, offset) with pk.mode=kafka, or"
                                                + " none; got 2")),
                        entry(
                                "delete.enabled",
                                List.of("delete.enabled: needs pk.mode=record_key and insert.mode=upsert")));
    }

    @Test
    void shouldTryTheConnection() {
        settings.put("connection.password", "wrong");

        assertThat(errors()).containsOnlyKeys("connection.url");
        assertThat(errors().toString())
                .contains("the database must accept a connection, got SQLSTATE 28P01: password authentication failed")
                .contains("correct connection.user and connection.password, or pg_hba.conf")
                .doesNotContain("wrong");
    }

    @Test
    void shouldTryTheTables() {
        server.execute(
                Readings.table(""),
                "CREATE TABLE \"Other.Table\" (a integer, UNIQUE (a) DEFERRABLE)",
                "CREATE VIEW v AS SELECT 1 AS a");
        settings.putAll(Map.of(
                "topics", "readings, Other.Table,v",
                "insert.mode", "upsert",
                "pk.mode", "record_value",
                "pk.fields", "miner_id"));

        assertThat(errors().get("table.name.format"))
                .containsExactly(
                        "table readings: insert.mode=upsert needs a unique key (complete, immediate, of plain columns) on"
                                + " exactly \"miner_id\"; create it, or correct pk.fields",
                        "table Other.Table: column miner_id of the key must exist, does not. insert.mode=upsert needs a unique"
                                + " key (complete, immediate, of plain columns) on exactly \"miner_id\"; create it, or correct"
                                + " pk.fields",
                        "table v: must be readable, got SQLSTATE 42P01: table v does not exist or is no table; create the"
                                + " table, or correct table.name.format");
    }

    @Test
    void shouldReportMissingRights() {
        String role = "reader_" + server.schema();
        server.execute(
                Readings.table("PRIMARY KEY (miner_id)"),
                "CREATE ROLE " + role + " LOGIN PASSWORD 'p'",
                "GRANT USAGE ON SCHEMA " + server.schema() + " TO " + role,
                "GRANT SELECT ON readings TO " + role);
        settings.putAll(Map.of(
                "connection.user", role,
                "connection.password", "p",
                "table.name.format", server.schema() + ".readings",
                "insert.mode", "upsert",
                "pk.mode", "record_key",
                "pk.fields", "miner_id",
                "delete.enabled", "true"));

        assertThat(errors().get("table.name.format"))
                .containsExactly(
                        "table " + server.schema() + ".readings: the user must have the right to INSERT, has not; grant"
                                + " it. the user must have the right to UPDATE, has not; grant it. the user must have the right to"
                                + " DELETE, has not; grant it");
    }

    @Test
    void shouldNumberItsTasksAndKeepSecretsOutOfTexts() {
        connector.start(settings);

        assertThat(connector.taskConfigs(3))
                .extracting(task -> task.get("task.number"))
                .containsExactly("0", "1", "2");
        assertThat(connector.validate(settings).configValues().stream()
                        .filter(value -> value.name().equals("connection.password"))
                        .findFirst()
                        .orElseThrow()
                        .value())
                .hasToString("[hidden]");
    }

    @Test
    void shouldMakeTheOffsetsTableOfTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/copy-sink.md"));
        String documented =
                page.substring(page.indexOf("CREATE TABLE minerstream_sink_offsets"), page.indexOf("GRANT SELECT"));
        SinkServer other = SinkServer.newSchema();
        other.execute(documented);
        new TaskDriver(settings).open(Readings.P0).close();

        String columns = "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
                + " WHERE attrelid = 'minerstream_sink_offsets'::regclass AND attnum > 0 ORDER BY attnum";
        assertThat(server.query(columns)).hasSize(7).isEqualTo(other.query(columns));
        String keys = "SELECT indkey::text, reloptions::text FROM pg_index JOIN pg_class c ON c.oid = indrelid"
                + " WHERE indrelid = 'minerstream_sink_offsets'::regclass";
        assertThat(server.query(keys)).hasSize(1).isEqualTo(other.query(keys));
    }

    @Test
    void shouldPrintTheOffsetsTableThatTheUserMayNotMake() {
        String role = "writer_" + server.schema();
        server.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'p'",
                "GRANT USAGE ON SCHEMA " + server.schema() + " TO " + role);
        settings.putAll(Map.of("connection.user", role, "connection.password", "p"));
        try (TaskDriver task = new TaskDriver(settings)) {
            assertThatThrownBy(() -> task.open(Readings.P0))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith(
                            "offsets.table: the table minerstream_sink_offsets must exist or the user must be"
                                    + " allowed to create it, got SQLSTATE 42501: permission denied for schema")
                    .hasMessageContaining(
                            "or run: CREATE TABLE IF NOT EXISTS \"minerstream_sink_offsets\" ( connector text");
        }
    }
}
