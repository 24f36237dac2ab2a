package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.schemas.run.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of a range that was loaded after the last ANALYZE: their work must stay proportional to its rows. */
class CheckPlansIT {

    private static final int MINERS = 400;
    private static final int HOURS = 24;
    private static final int SITE = 5;

    /** The range and a table of the miners, or each miner looked up among all, not each row. */
    private static final double MAX_ROWS = 2.0 * Math.max(HOURS, MINERS) * MINERS;

    private static final Pattern NODE = Pattern.compile("rows=([0-9.]+) loops=([0-9]+)\\)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadEachRowOfANewRangeOnce(boolean scheduled) throws Exception {
        try (DatabaseAlone server = new DatabaseAlone(folder);
                Connection database = server.schema("plans");
                Statement sql = database.createStatement()) {
            WarehouseSchema.create(database);
            sql.execute("ALTER TABLE miner_telemetry SET (autovacuum_enabled = off)");
            sql.execute("INSERT INTO hosting_sites (id, name) VALUES (%d, 'MegaFarm')".formatted(SITE));
            sql.execute(
                    "INSERT INTO hosting_miners (id, site_id, serial_number) SELECT n, %d, n FROM generate_series(1, %d) n"
                            .formatted(SITE, MINERS));
            if (scheduled) {
                sql.execute(
                        "INSERT INTO hosting_miner_status_changes SELECT id, '2026-03-02', 'active' FROM hosting_miners");
            }
            insertDay(sql, "2026-03-01");
            sql.execute("ANALYZE");
            insertDay(sql, "2026-03-02");
            sql.execute("LOAD 'auto_explain'");
            sql.execute("SET auto_explain.log_min_duration = 0");
            sql.execute("SET auto_explain.log_analyze = on");

            TimeRange range =
                    TimeRange.hourly(Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z"));
            CheckReport report = new WarehouseChecks(database).run(SITE, range);
            long rows = new TelemetryTable(database).countRows(SITE, range);

            assertThat(report.records()).isEqualTo((long) MINERS * HOURS).isEqualTo(rows);
            assertThat(rowsOfNodes()).isNotEmpty().allMatch(node -> node <= MAX_ROWS);
            // In a history of millions of rows, its inner side would be all miners.
            assertThat(plans()).doesNotContain("Nested Loop");
        }
    }

    private static void insertDay(Statement sql, String day) throws SQLException {
        sql.execute(
                """
                INSERT INTO miner_telemetry (miner_id, hashrate, power_consumption, temperature, fan_speed, recorded_at)
                SELECT m.id, 100, 3000, 60, 5000, hour
                  FROM hosting_miners m, generate_series('%1$s'::timestamp, '%1$s 23:00', '1 hour') hour"""
                        .formatted(day));
    }

    /** The rows that each node of the plans returned, over all its loops. */
    private List<Double> rowsOfNodes() throws IOException {
        return NODE.matcher(plans()).results().map(CheckPlansIT::rows).toList();
    }

    private String plans() throws IOException {
        return Files.readString(folder.resolve("database/logs/postgres.log"));
    }

    private static double rows(MatchResult node) {
        return Double.parseDouble(node.group(1)) * Long.parseLong(node.group(2));
    }
}
