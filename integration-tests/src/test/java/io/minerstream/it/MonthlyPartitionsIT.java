package io.minerstream.it;

import static io.minerstream.it.DatabaseAlone.column;
import static io.minerstream.it.DatabaseAlone.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.TableOptions;
import io.minerstream.connect.warehouse.TelemetryPartitions;
import io.minerstream.connect.warehouse.TelemetryRows;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.connect.warehouse.WarehouseException;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.schemas.miner.TelemetryRow;
import io.minerstream.schemas.run.TimeRange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code miner_telemetry} with a partition for each month. */
class MonthlyPartitionsIT {

    private static final TableOptions MONTHLY = new TableOptions(true, Optional.empty(), false, Optional.empty());

    /** Over the end of a month, of which one is February. */
    private static final TimeRange RANGE =
            TimeRange.hourly(Instant.parse("2026-01-31T12:00:00Z"), Instant.parse("2026-03-01T12:00:00Z"));

    private static final String PARTITIONS =
            """
            SELECT c.relname || ' ' || pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'miner_telemetry'::regclass ORDER BY 1""";

    private static final String ROWS_BY_PARTITION =
            "SELECT tableoid::regclass || ' ' || count(*) FROM miner_telemetry GROUP BY tableoid ORDER BY 1";

    private static final List<String> THREE_MONTHS = List.of(
            "miner_telemetry_2026_01 FOR VALUES FROM ('2026-01-01 00:00:00') TO ('2026-02-01 00:00:00')",
            "miner_telemetry_2026_02 FOR VALUES FROM ('2026-02-01 00:00:00') TO ('2026-03-01 00:00:00')",
            "miner_telemetry_2026_03 FOR VALUES FROM ('2026-03-01 00:00:00') TO ('2026-04-01 00:00:00')",
            "miner_telemetry_default DEFAULT");

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

    /** Miners 1 to 3 of site 5, hourly rows in the range. */
    private static void fill(Connection database) throws SQLException {
        execute(database, "INSERT INTO hosting_sites (id, name) VALUES (5, 'x') ON CONFLICT DO NOTHING");
        execute(
                database,
                "INSERT INTO hosting_miners (id, site_id, serial_number) SELECT g, 5, 'S' || g FROM generate_series(1, 3) g");
        execute(
                database,
                """
                INSERT INTO miner_telemetry (miner_id, hashrate, power_consumption, temperature, fan_speed, recorded_at)
                SELECT m, 100, 3000, 70, 5000, h
                  FROM generate_series(1, 3) m,
                       generate_series(timestamp '2026-01-31 12:00', timestamp '2026-03-01 11:00', interval '1 hour') h""");
    }

    @Test
    void shouldMakeTheMonthsOfARangeOnce() throws SQLException {
        try (Connection database = server.schema("Months of Öl")) {
            WarehouseSchema.apply(database, MONTHLY, false);
            TelemetryPartitions partitions = new TelemetryPartitions(database);
            assertThat(partitions.missing(RANGE.from(), RANGE.to())).hasSize(3);

            assertThat(partitions.ensure(RANGE.from(), RANGE.to()))
                    .containsExactly(YearMonth.of(2026, 1), YearMonth.of(2026, 2), YearMonth.of(2026, 3));

            assertThat(column(database, PARTITIONS)).isEqualTo(THREE_MONTHS);
            assertThat(partitions.ensure(RANGE.from(), RANGE.to())).isEmpty();
            assertThat(partitions.ensure(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z")))
                    .as("the end is exclusive")
                    .isEmpty();
            assertThat(
                            column(
                                    database,
                                    "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'miner_telemetry_2026_02'"))
                    .as("key and index")
                    .containsExactly("2");
        }
    }

    @Test
    void shouldMoveRowsThatCameBeforeTheirMonth() throws SQLException {
        try (Connection database = server.schema("moved")) {
            WarehouseSchema.apply(database, MONTHLY, false);
            fill(database);
            execute(database, "UPDATE miner_telemetry SET id = 4711 WHERE miner_id = 2 AND recorded_at = '2026-02-01'");
            assertThat(column(database, ROWS_BY_PARTITION)).containsExactly("miner_telemetry_default 2088");

            new TelemetryPartitions(database)
                    .ensure(Instant.parse("2026-02-11T00:00:00Z"), Instant.parse("2026-02-12T00:00:00Z"));
            assertThat(column(database, ROWS_BY_PARTITION))
                    .containsExactly("miner_telemetry_2026_02 2016", "miner_telemetry_default 72");

            Cli rest = server.run("moved", "sink", "ddl", "--apply");
            assertThat(rest.exitCode()).as(rest.err()).isZero();
            assertThat(rest.out()).contains("-- miner_telemetry: the partition of 2026-01 is absent");
            assertThat(column(database, ROWS_BY_PARTITION))
                    .containsExactly(
                            "miner_telemetry_2026_01 36", "miner_telemetry_2026_02 2016", "miner_telemetry_2026_03 36");
            assertThat(column(
                            database,
                            "SELECT id FROM miner_telemetry WHERE miner_id = 2 AND recorded_at = '2026-02-01'"))
                    .as("rows keep all columns")
                    .containsExactly("4711");
        }
    }

    @Test
    void shouldReadOnlyTheMonthsOfARange() throws SQLException {
        try (Connection database = server.schema("pruned")) {
            WarehouseSchema.apply(database, MONTHLY, false);
            new TelemetryPartitions(database).ensure(RANGE.from(), RANGE.to());
            fill(database);
            TimeRange february =
                    TimeRange.hourly(Instant.parse("2026-02-03T00:00:00Z"), Instant.parse("2026-02-04T00:00:00Z"));
            long before = otherScans(database);

            CheckReport report = new WarehouseChecks(database).run(5, february);
            assertThat(report.records()).isEqualTo(72);
            assertThat(report.checks()).extracting(CheckResult::outcome).containsOnly(CheckResult.Outcome.PASS);
            List<TelemetryRow> rows = new ArrayList<>();
            new TelemetryRows(database).read(5, february.from(), february.to(), IntStream.empty(), rows::add);
            assertThat(rows).hasSize(72);
            assertThat(new TelemetryTable(database).countRows(5, february)).isEqualTo(72);
            assertThat(otherScans(database)).as("scans of other partitions").isEqualTo(before);

            assertThat(new TelemetryTable(database).countRows(5, RANGE)).isEqualTo(2088);
            assertThat(new TelemetryTable(database).latestRange(5, Duration.ofHours(24), Duration.ofHours(1)))
                    .contains(TimeRange.hourly(RANGE.to().minus(Duration.ofHours(24)), RANGE.to()));
            assertThat(otherScans(database)).as("scans are counted").isGreaterThan(before);
        }
    }

    /** Of January, March, and the default partition. */
    private static long otherScans(Connection database) throws SQLException {
        execute(database, "SELECT pg_stat_force_next_flush()");
        execute(database, "SELECT pg_stat_clear_snapshot()");
        return Long.parseLong(column(
                        database,
                        """
                        SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_user_tables
                         WHERE schemaname = current_schema() AND relname ~ 'miner_telemetry_(2026_01|2026_03|default)'""")
                .get(0));
    }

    @Test
    @Timeout(60)
    void shouldMakeMonthsWhileOthersDoAndRowsCome() throws Exception {
        try (Connection database = server.schema("concurrent")) {
            WarehouseSchema.apply(database, MONTHLY, false);
            fill(database);
            ExecutorService others = Executors.newFixedThreadPool(4);
            try {
                List<Future<Integer>> made = IntStream.range(0, 3)
                        .mapToObj(i -> others.submit(() -> {
                            try (Connection own = server.config("concurrent").open()) {
                                return new TelemetryPartitions(own)
                                        .ensure(RANGE.from(), RANGE.to())
                                        .size();
                            }
                        }))
                        .toList();
                Future<Void> writer = others.submit(() -> {
                    try (Connection own = server.config("concurrent").open()) {
                        for (int i = 0; i < 20; i++) {
                            execute(
                                    own,
                                    """
                                    INSERT INTO miner_telemetry (miner_id, hashrate, power_consumption, recorded_at)
                                    SELECT miner_id, hashrate + 1, power_consumption, recorded_at FROM miner_telemetry
                                     WHERE miner_id = 1
                                    ON CONFLICT (miner_id, recorded_at) DO UPDATE SET hashrate = excluded.hashrate""");
                        }
                    }
                    return null;
                });
                int sum = 0;
                for (Future<Integer> one : made) {
                    sum += one.get();
                }
                writer.get();
                assertThat(sum).as("months that somebody made").isEqualTo(3);
            } finally {
                others.shutdown();
                assertThat(others.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(column(database, PARTITIONS)).isEqualTo(THREE_MONTHS);
            assertThat(column(database, "SELECT count(*) || ' ' || max(hashrate) FROM miner_telemetry"))
                    .containsExactly("2088 120");
        }
    }

    @Test
    void shouldLeaveTablesOfAnotherSchemeAlone() throws SQLException {
        try (Connection database = server.schema("another")) {
            WarehouseSchema.create(database);
            TelemetryPartitions partitions = new TelemetryPartitions(database);
            assertThat(partitions.ensure(RANGE.from(), RANGE.to()))
                    .as("no partitions")
                    .isEmpty();

            WarehouseSchema.apply(database, MONTHLY, true);
            assertThat(column(database, PARTITIONS)).as("made anew while empty").hasSize(1);
            execute(
                    database,
                    "CREATE TABLE q1 PARTITION OF miner_telemetry FOR VALUES FROM ('2025-10-01') TO ('2026-01-01')");
            assertThat(partitions.ensure(RANGE.from(), RANGE.to()))
                    .as("quarters")
                    .isEmpty();
            execute(database, "DROP TABLE miner_telemetry");
            assertThat(partitions.ensure(RANGE.from(), RANGE.to()))
                    .as("no table")
                    .isEmpty();
        }
    }

    @Test
    void shouldSayThatOnlyTheOwnerMakesMonths() throws SQLException {
        try (Connection database = server.schema("owned")) {
            WarehouseSchema.apply(database, MONTHLY, false);
            execute(database, "CREATE ROLE minerstream_guest");
            execute(database, "GRANT ALL ON SCHEMA owned TO minerstream_guest");
            assertThat(new TelemetryPartitions(database).obstacle(RANGE)).isEmpty();
            execute(database, "SET ROLE minerstream_guest");

            assertThat(new TelemetryPartitions(database).obstacle(RANGE))
                    .contains("miner_telemetry: its owner must make the partitions from 2026-01 to 2026-03, and user "
                            + "'minerstream_guest' is not; have the owner run `minerstream sink ddl --apply --from "
                            + "2026-01-31T12:00:00Z --to 2026-03-01T12:00:00Z`");

            assertThatExceptionOfType(WarehouseException.class)
                    .isThrownBy(() -> new TelemetryPartitions(database).ensure(RANGE.from(), RANGE.to()))
                    .withMessageContaining("must have the right for making partitions of miner_telemetry, got: ");
        }
    }

    @Test
    void shouldMakeTheMonthsOfARangeByCommand() throws SQLException {
        String[] command = {
            "sink",
            "ddl",
            "--partition-by",
            "month",
            "--upgrade",
            "--apply",
            "--from",
            RANGE.from().toString(),
            "--to",
            RANGE.to().toString()
        };
        try (Connection database = server.schema("ahead")) {
            assertThat(server.run("ahead", command).exitCode()).isZero();
            assertThat(column(database, PARTITIONS)).as("of a new table").isEqualTo(THREE_MONTHS);

            execute(database, "DROP TABLE miner_telemetry_2026_02");
            assertThat(server.run("ahead", command).exitCode()).isZero();
            assertThat(column(database, PARTITIONS)).as("of an existing one").isEqualTo(THREE_MONTHS);

            execute(database, "DROP TABLE miner_telemetry");
            WarehouseSchema.create(database);
            assertThat(server.run("ahead", command).exitCode()).isZero();
            assertThat(column(database, PARTITIONS))
                    .as("of one that is made again")
                    .isEqualTo(THREE_MONTHS);
            assertThat(server.run("ahead", command).out()).isEqualTo("-- Nothing to do.\n");
        }
    }

    @Test
    void shouldNotPartitionATableThatHasRows() throws SQLException {
        try (Connection database = server.schema("with_rows")) {
            WarehouseSchema.create(database);
            fill(database);

            Cli result = server.run("with_rows", "sink", "ddl", "--partition-by", "month", "--upgrade", "--apply");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith(
                            "minerstream sink ddl: miner_telemetry: must be absent or empty to be made with monthly partitions, got rows; ");
            assertThat(column(database, "SELECT count(*) FROM miner_telemetry")).containsExactly("2088");
            execute(database, quoted(result, "CREATE SCHEMA"));
            execute(database, quoted(result, "ALTER TABLE"));
            assertThat(server.run("with_rows", "sink", "ddl", "--partition-by", "month", "--upgrade", "--apply")
                            .exitCode())
                    .isZero();
            execute(database, quoted(result, "INSERT INTO"));
            assertThat(server.run("with_rows", "sink", "ddl", "--apply").exitCode())
                    .isZero();
            assertThat(column(database, PARTITIONS)).isEqualTo(THREE_MONTHS);
            assertThat(column(database, "SELECT count(*) FROM miner_telemetry")).containsExactly("2088");
        }
    }

    /** The statement that a message tells to run. */
    private static String quoted(Cli result, String beginning) {
        return result.err().replaceAll("(?s).*`(" + beginning + "[^`]*)`.*", "$1");
    }
}
