package io.minerstream.producer.fleet.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.miner.Baseline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.TimeZone;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against H2, to hold the SQL free of PostgreSQL's dialect; the integration tests read from PostgreSQL. */
final class DatabaseFleetTest {

    private Connection connection;

    @BeforeEach
    void createTables() throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:fleet");
        connection = database.getConnection();
        execute("CREATE TABLE miner_models (id INT PRIMARY KEY, model_name VARCHAR(80), manufacturer VARCHAR(80),"
                + " reference_hashrate DOUBLE PRECISION, reference_power INT)");
        execute("CREATE TABLE hosting_miners (id INT PRIMARY KEY, site_id INT, miner_model_id INT,"
                + " serial_number VARCHAR(80), actual_hashrate DOUBLE PRECISION, actual_power DOUBLE PRECISION,"
                + " status VARCHAR(20))");
        execute("INSERT INTO miner_models VALUES (1, 'Antminer S21', 'Bitmain', 200, 3500),"
                + " (2, 'WhatsMiner M66S', 'MicroBT', NULL, NULL)");
        execute("INSERT INTO hosting_miners VALUES (12, 5, 2, 'SN-12', NULL, 3333, 'offline'),"
                + " (11, 5, 1, 'SN-11', NULL, 3456.7, 'active'), (13, 5, NULL, 'SN-13', NULL, NULL, 'error'),"
                + " (14, 5, 1, 'SN-14', 0, 0, NULL), (15, 6, 1, 'SN-15', 1, 1, 'active')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void shouldReadAllMinersOfTheSiteWhateverTheirStatus() {
        Fleet fleet = new DatabaseFleet(connection, 5).load();

        assertThat(fleet.size()).isEqualTo(4);
        assertThat(fleet.statusDistribution()).hasToString("{active=1, error=1, offline=1, unknown=1}");
        assertThat(fleet.hostingMiner(0))
                .isEqualTo(new HostingMiner(11, 5, "SN-11", 1, "Antminer S21", 200.0, 3500.0, null, 3456.7, "active"));
        assertThat(fleet.model(0).manufacturer()).isEqualTo("Bitmain");
    }

    @Test
    void shouldFallThroughTheLayersOfTheBaselineOnNull() {
        Fleet fleet = new DatabaseFleet(connection, 5).load();

        assertThat(fleet.baseline(0)).isEqualTo(new Baseline(200, 3456.7));
        assertThat(fleet.baseline(1)).isEqualTo(new Baseline(110, 3333));
        assertThat(fleet.baseline(2)).isEqualTo(new Baseline(110, 3000));
        assertThat(fleet.baseline(3)).isEqualTo(new Baseline(200, 3500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void shouldFallThroughTheLayersOfTheBaselineOnWhatIsNoNumber(String value) throws SQLException {
        execute("UPDATE hosting_miners SET actual_hashrate = '%1$s', actual_power = '%1$s'".formatted(value));
        execute("UPDATE miner_models SET reference_hashrate = '%s' WHERE id = 2".formatted(value));

        Fleet fleet = new DatabaseFleet(connection, 5).load();

        assertThat(fleet.baseline(0)).isEqualTo(new Baseline(200, 3500));
        assertThat(fleet.baseline(1)).isEqualTo(new Baseline(110, 3000));
        assertThat(fleet.hostingMiner(0).getActualPower()).isNull();
    }

    @Test
    void shouldReportNoMinersWhenTheSiteHasNone() {
        assertThatThrownBy(() -> new DatabaseFleet(connection, 99).load())
                .isInstanceOf(NoMinersException.class)
                .hasMessage("No miners found for site_id=99");
    }

    @Test
    void shouldLeaveAutoCommitOfTheCallersConnectionAsItWas() throws SQLException {
        new DatabaseFleet(connection, 5).load();
        assertThatThrownBy(() -> new DatabaseFleet(connection, 99).load()).isInstanceOf(NoMinersException.class);

        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void shouldReadInsideTheCallersTransaction() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO hosting_miners VALUES (20, 7, NULL, 'SN-20', 1, 1, 'active')");

        assertThat(new DatabaseFleet(connection, 7).load().size()).isEqualTo(1);

        connection.rollback();
        assertThatThrownBy(() -> new DatabaseFleet(connection, 7).load()).isInstanceOf(NoMinersException.class);
        assertThat(connection.getAutoCommit()).isFalse();
    }

    @Test
    void shouldReportTheTablesWhenTheyCannotBeRead() throws SQLException {
        execute("DROP TABLE miner_models");

        assertThatThrownBy(() -> new DatabaseFleet(connection, 5).load())
                .isInstanceOf(FleetSourceException.class)
                .hasMessageStartingWith("miners of site_id=5: could not read tables hosting_miners and miner_models: "
                        + "Table \"MINER_MODELS\" not found")
                .hasCauseInstanceOf(SQLException.class);
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void shouldReadTheScheduleWhereThereIsOne() throws SQLException {
        createSchedule();
        execute(
                "INSERT INTO hosting_miner_status_changes VALUES (13, TIMESTAMP '2026-03-29 02:30:00.25', 'active'),"
                        + " (11, TIMESTAMP '2026-03-01 09:00:00', 'offline'), (15, TIMESTAMP '2026-03-01 09:00:00', 'offline')");

        StatusSchedule expected = StatusSchedule.builder()
                .add(11, Instant.parse("2026-03-01T09:00:00Z"), "offline")
                .add(13, Instant.parse("2026-03-29T02:30:00.25Z"), "active")
                .build();
        assertThat(new DatabaseFleet(connection, 5).load().schedule()).isEqualTo(expected);
    }

    /** 02:30 was skipped there that night. */
    @Test
    void shouldTakeTheTimesOfTheScheduleForUtcWhateverTheZoneOfTheJvm() throws SQLException {
        createSchedule();
        execute("INSERT INTO hosting_miner_status_changes VALUES (11, TIMESTAMP '2026-03-29 02:30:00', 'offline')");
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            assertThat(new DatabaseFleet(connection, 5).load().schedule().from(0))
                    .isEqualTo(Instant.parse("2026-03-29T02:30:00Z"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private void createSchedule() throws SQLException {
        execute("CREATE TABLE hosting_miner_status_changes (miner_id INT, valid_from TIMESTAMP, status VARCHAR(20),"
                + " PRIMARY KEY (miner_id, valid_from))");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
