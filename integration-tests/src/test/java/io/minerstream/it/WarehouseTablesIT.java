package io.minerstream.it;

import static io.minerstream.it.DatabaseAlone.column;
import static io.minerstream.it.DatabaseAlone.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.connect.copy.offsets.OffsetsTable;
import io.minerstream.connect.copy.offsets.RecordFingerprint;
import io.minerstream.connect.copy.table.TableName;
import io.minerstream.connect.warehouse.SchemaChange;
import io.minerstream.connect.warehouse.SchemaChange.Kind;
import io.minerstream.connect.warehouse.SchemaPlan;
import io.minerstream.connect.warehouse.SinkTables;
import io.minerstream.connect.warehouse.TableOptions;
import io.minerstream.connect.warehouse.TableOptions.RecordedAtIndex;
import io.minerstream.connect.warehouse.WarehouseException;
import io.minerstream.connect.warehouse.WarehouseSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sink ddl}: what is made, what is changed only on request, and what stands in the way. */
class WarehouseTablesIT {

    /** Own id, no uniqueness, a foreign key, an index on the time, a column that nobody of us knows. */
    private static final String REFERENCE =
            """
            CREATE TABLE hosting_sites (id serial PRIMARY KEY, name varchar(100));
            CREATE TABLE miner_models (id serial PRIMARY KEY, model_name varchar(100) UNIQUE, manufacturer varchar(50),
                reference_hashrate double precision, reference_power integer);
            CREATE TABLE hosting_miners (id serial PRIMARY KEY, site_id integer REFERENCES hosting_sites,
                miner_model_id integer, serial_number varchar(100) UNIQUE, actual_hashrate double precision,
                actual_power double precision, status varchar(20) DEFAULT 'active');
            CREATE TABLE miner_telemetry (id serial PRIMARY KEY, miner_id integer NOT NULL REFERENCES hosting_miners,
                hashrate double precision NOT NULL, power_consumption double precision NOT NULL,
                temperature double precision, fan_speed integer, accepted_shares bigint DEFAULT 0,
                rejected_shares bigint DEFAULT 0, recorded_at timestamp NOT NULL, firmware text);
            CREATE INDEX ix_miner_telemetry_recorded_at ON miner_telemetry (recorded_at);
            INSERT INTO hosting_sites VALUES (5, 'MegaFarm');
            INSERT INTO hosting_miners (id, site_id, serial_number) VALUES (1, 5, 'A'), (2, 5, 'B');
            INSERT INTO miner_telemetry (miner_id, hashrate, power_consumption, recorded_at, firmware) VALUES
                (1, 100, 3000, '2026-03-01 00:00', 'a'), (1, 101, 3000, '2026-03-01 00:00', 'b'),
                (2, 102, 3000, '2026-03-01 00:00', 'c')""";

    private static final String ROWS =
            "SELECT id || ' ' || hashrate || ' ' || firmware FROM miner_telemetry ORDER BY id";

    private static final List<String> FILLED = List.of("miner_telemetry", "curtailment_strategies");

    private static final String TABLES =
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";

    private static final String INDEXES =
            "SELECT regexp_replace(indexdef, '^.* ON [^ ]+ ', '') FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'miner_telemetry' ORDER BY 1";

    @TempDir
    private static Path folder;

    private static DatabaseAlone server;

    @BeforeAll
    static void start() throws Exception {
        server = new DatabaseAlone(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TableOptions with(RecordedAtIndex index) {
        return new TableOptions(false, Optional.of(index), false, Optional.empty());
    }

    @Test
    void shouldCreateAbsentTablesAndNeedNothingMore() throws SQLException {
        try (Connection database = server.schema("absent")) {
            WarehouseSchema.create(database);

            assertThat(column(database, TABLES))
                    .containsExactly(
                            "curtailment_strategies",
                            "hosting_miner_status_changes",
                            "hosting_miners",
                            "hosting_sites",
                            "miner_models",
                            "miner_telemetry");
            assertThat(column(database, INDEXES))
                    .containsExactly(
                            "USING brin (recorded_at) WITH (autosummarize='on')",
                            "USING btree (miner_id, recorded_at)");
            assertThat(WarehouseSchema.apply(database, TableOptions.DEFAULT, false)
                            .changes())
                    .as("of the COPY sink alone")
                    .extracting(SchemaChange::table)
                    .containsExactly("minerstream_sink_offsets");
            assertThat(WarehouseSchema.plan(database, TableOptions.DEFAULT))
                    .isEqualTo(new SchemaPlan(Optional.of("absent"), List.of(), List.of()));
            assertThat(new SinkTables(database).findings(FILLED)).isEmpty();
        }
    }

    @Test
    void shouldMakeTheOffsetsTableThatTheSinkMakes() throws SQLException {
        try (Connection database = server.schema("offsets")) {
            WarehouseSchema.apply(database, TableOptions.DEFAULT, false);
            new OffsetsTable(new TableName("offsets", "of_the_sink"), "x", new RecordFingerprint(Map.of(), "1"))
                    .create(database);
            String form =
                    """
                    SELECT a.attname || ' ' || format_type(a.atttypid, NULL) || ' ' || a.attnotnull || ' '
                               || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || ' ' || c.reloptions::text || ' '
                               || (SELECT indkey::text FROM pg_index WHERE indrelid = c.oid)
                      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
                     WHERE c.oid = '%s'::regclass ORDER BY a.attnum""";

            assertThat(column(database, form.formatted("minerstream_sink_offsets")))
                    .hasSize(7)
                    .isEqualTo(column(database, form.formatted("of_the_sink")));
        }
    }

    @Test
    void shouldLeaveTablesOfTheBatchToolAsTheyAre() throws SQLException {
        try (Connection database = server.schema("left alone")) {
            execute(database, REFERENCE);
            List<String> indexes = column(database, INDEXES);
            List<String> rows = column(database, ROWS);

            WarehouseSchema.create(database);
            SchemaPlan plan = WarehouseSchema.apply(database, TableOptions.DEFAULT, false);

            assertThat(column(database, INDEXES)).isEqualTo(indexes);
            assertThat(column(database, ROWS)).isEqualTo(rows);
            assertThat(plan.changes(false)).extracting(SchemaChange::table).containsExactly("minerstream_sink_offsets");
            assertThat(plan.changes())
                    .last()
                    .isEqualTo(
                            new SchemaChange(
                                    Kind.UPGRADE,
                                    "miner_telemetry",
                                    "a unique key on (miner_id, recorded_at) makes replays idempotent, and upserts possible",
                                    "CREATE UNIQUE INDEX ux_miner_telemetry_miner_id_recorded_at ON miner_telemetry (miner_id, recorded_at);\n"));
            assertThat(new SinkTables(database).findings(FILLED))
                    .first()
                    .isEqualTo(
                            "miner_telemetry: must have a unique key on (miner_id, recorded_at) for upserts, has none; "
                                    + "`minerstream sink ddl --upgrade` shows the SQL that adds it, and with --apply runs it");
        }
    }

    @Test
    void shouldUpgradeOnRequestOnceNoKeyIsShared() throws SQLException {
        try (Connection database = server.schema("Upgraded Öl")) {
            execute(database, REFERENCE);
            WarehouseSchema.apply(database, TableOptions.DEFAULT, false);

            Cli refused = server.run("Upgraded Öl", "sink", "ddl", "--upgrade", "--apply");

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err().strip())
                    .isEqualTo(
                            "minerstream sink ddl: miner_telemetry: must be unique on (miner_id, recorded_at), got 1 keys that several "
                                    + "rows share (1 rows too many): (1, 2026-03-01 00:00:00) in 2 rows; keep the newest row of "
                                    + "each with: DELETE FROM miner_telemetry a USING miner_telemetry b WHERE a.miner_id = b.miner_id AND "
                                    + "a.recorded_at = b.recorded_at AND a.id < b.id;");
            execute(database, refused.err().replaceAll("(?s).*(DELETE .*;).*", "$1"));
            Cli upgraded = server.run("Upgraded Öl", "sink", "ddl", "--upgrade", "--apply");
            assertThat(upgraded.exitCode()).as(upgraded.err()).isZero();
            assertThat(upgraded.out())
                    .isEqualTo(
                            """
                            BEGIN;
                            SET LOCAL search_path = "Upgraded Öl";

                            -- miner_telemetry: a unique key on (miner_id, recorded_at) makes replays idempotent, and upserts possible
                            CREATE UNIQUE INDEX ux_miner_telemetry_miner_id_recorded_at ON miner_telemetry (miner_id, recorded_at);

                            COMMIT;
                            -- Applied.
                            """);
            assertThat(column(database, ROWS)).containsExactly("2 101 b", "3 102 c");
            assertThat(server.run("Upgraded Öl", "sink", "ddl", "--upgrade", "--apply", "--lang", "zh")
                            .out())
                    .isEqualTo("-- 无需更改。\n");
        }
    }

    @Test
    void shouldChangeIndexAndForeignKeyOfAnExistingTable() throws SQLException {
        try (Connection database = server.schema("changed")) {
            WarehouseSchema.apply(database, with(RecordedAtIndex.BTREE), false);
            assertThat(column(database, INDEXES))
                    .containsExactly("USING btree (miner_id, recorded_at)", "USING btree (recorded_at)");
            assertThat(WarehouseSchema.plan(database, TableOptions.DEFAULT).changes())
                    .isEmpty();

            WarehouseSchema.apply(
                    database, new TableOptions(false, Optional.of(RecordedAtIndex.BRIN), true, Optional.empty()), true);

            assertThat(column(database, INDEXES))
                    .containsExactly(
                            "USING brin (recorded_at) WITH (autosummarize='on')",
                            "USING btree (miner_id, recorded_at)");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(
                            () -> execute(
                                    database,
                                    "INSERT INTO miner_telemetry (miner_id, hashrate, power_consumption, recorded_at) VALUES (1, 1, 1, now())"))
                    .withMessageContaining("violates foreign key constraint");
            WarehouseSchema.apply(database, with(RecordedAtIndex.NONE), true);
            assertThat(column(database, INDEXES)).containsExactly("USING btree (miner_id, recorded_at)");
        }
    }

    @Test
    void shouldNameWhatExistingTablesLack() throws SQLException {
        try (Connection database = server.schema("lacking")) {
            execute(
                    database,
                    "CREATE TABLE hosting_miners (id integer); CREATE TABLE miner_telemetry (miner_id integer)");

            assertThatExceptionOfType(WarehouseException.class)
                    .isThrownBy(() -> WarehouseSchema.create(database))
                    .withMessage("existing tables: must have the columns that MinerStream needs, got none of "
                            + "hosting_miners.actual_hashrate, hosting_miners.actual_power, hosting_miners.miner_model_id, "
                            + "hosting_miners.serial_number, hosting_miners.site_id, hosting_miners.status, "
                            + "miner_telemetry.accepted_shares, miner_telemetry.fan_speed, miner_telemetry.hashrate, "
                            + "miner_telemetry.power_consumption, miner_telemetry.recorded_at, miner_telemetry.rejected_shares, "
                            + "miner_telemetry.temperature; add them, or use another database or schema");
            execute(database, "DROP TABLE hosting_miners");
            execute(
                    database,
                    "DROP TABLE miner_telemetry; CREATE TABLE miner_telemetry (miner_id int, hashrate float8, power_consumption float8, "
                            + "temperature float8, fan_speed int, accepted_shares int8, rejected_shares int8, recorded_at timestamptz)");
            assertThatExceptionOfType(WarehouseException.class)
                    .isThrownBy(() -> WarehouseSchema.create(database))
                    .withMessageStartingWith(
                            "miner_telemetry.recorded_at: must be timestamp without time zone (holding UTC), got "
                                    + "timestamp with time zone; ALTER TABLE miner_telemetry");
            assertThat(column(database, TABLES)).containsExactly("miner_telemetry");
        }
    }

    /** The script of no database, twice by hand, is what {@code --apply} makes. */
    @Test
    void shouldPrintAScriptThatCanRunTwice() throws SQLException {
        String[] options = {"sink", "ddl", "--partition-by", "month", "--recorded-at-index", "btree", "--foreign-key"};
        Cli printed = Cli.run(
                "sink", "ddl", "--offline", "--partition-by", "month", "--recorded-at-index", "btree", "--foreign-key");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        try (Connection database = server.schema("by hand")) {
            execute(database, printed.out());
            execute(database, printed.out());

            Cli rest = server.run("by hand", options);
            assertThat(rest.exitCode()).as(rest.err()).isZero();
            assertThat(rest.out()).isEqualTo("-- Nothing to do.\n");
            assertThat(column(database, "SELECT pg_get_partkeydef('miner_telemetry'::regclass)"))
                    .containsExactly("RANGE (recorded_at)");
        }
    }

    @Test
    void shouldPrintTheChangesAsJson() throws SQLException {
        try (Connection database = server.schema("as_json")) {
            execute(database, REFERENCE);

            Cli result = server.run("as_json", "sink", "ddl", "--output", "json");

            assertThat(result.exitCode()).as("rows share a key").isEqualTo(1);
            JsonNode document = result.json();
            assertThat(document.get("schema").textValue()).isEqualTo("as_json");
            assertThat(document.get("applied").booleanValue()).isFalse();
            assertThat(document.get("changes")).hasSize(3).allSatisfy(change -> assertThat(
                            change.get("kind").textValue())
                    .isEqualTo("create"));
            assertThat(document.at("/upgrades/0/sql").textValue()).startsWith("CREATE UNIQUE INDEX");
            assertThat(document.get("findings")).hasSize(1);
            assertThat(column(database, TABLES)).doesNotContain("curtailment_strategies");
        }
    }
}
