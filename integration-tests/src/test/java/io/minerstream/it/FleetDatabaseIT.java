package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A fleet in a database that is not PostgreSQL. */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FleetDatabaseIT {

    private static final String PREFIX = "foreign-it.";

    @TempDir
    private static Path folder;

    private static Path password;
    private static String url;

    @BeforeAll
    static void createDatabase() throws Exception {
        password = Files.writeString(folder.resolve("password"), "h2-secret\n");
        url = "jdbc:h2:file:" + folder.resolve("fleet");
        try (Connection database = DriverManager.getConnection(url, "reader", "h2-secret");
                Statement statement = database.createStatement()) {
            statement.execute(
                    "CREATE TABLE miner_models (id INT PRIMARY KEY, model_name VARCHAR(80), manufacturer VARCHAR(80),"
                            + " reference_hashrate DOUBLE PRECISION, reference_power INT)");
            statement.execute("CREATE TABLE hosting_miners (id INT PRIMARY KEY, site_id INT, miner_model_id INT,"
                    + " serial_number VARCHAR(80), actual_hashrate DOUBLE PRECISION, actual_power DOUBLE PRECISION,"
                    + " status VARCHAR(20))");
            statement.execute("INSERT INTO miner_models VALUES (901, 'Foreign S21', 'Bitmain', 200, 3500)");
            statement.execute("INSERT INTO hosting_miners VALUES (431001, 431, 901, 'F-1', NULL, 3456.7, 'active'),"
                    + " (431002, 431, NULL, 'F-2', 99.5, NULL, 'maintenance'), (431003, 431, 901, 'F-3', NULL, NULL, 'offline'),"
                    + " (432001, 432, 901, 'F-4', NULL, NULL, 'active')");
        }
    }

    private static Cli withoutDatabase(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedPipeline.options().subList(0, 4));
        all.addAll(List.of("--topic-prefix", PREFIX));
        return Cli.run(all.toArray(String[]::new));
    }

    private static List<String> foreign(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--site-id",
                "431",
                "--fleet-url",
                url,
                "--fleet-user",
                "reader",
                "--fleet-password-file",
                "" + password));
        return all;
    }

    @Test
    @Order(1)
    void shouldPublishAFleetOfAnyDatabase() {
        Cli publish = withoutDatabase(
                foreign("fleet", "publish", "--valid-from", "2026-03-01").toArray(String[]::new));

        assertThat(publish.exitCode()).as(publish.err()).isZero();
        assertThat(publish.out())
                .isEqualTo("Site 431: 3 written, 0 removed, 0 unchanged; valid from 2026-03-01T00:00:00Z\n");
    }

    @Test
    @Order(2)
    void shouldGenerateForAFleetOfAnyDatabase() {
        Cli run = withoutDatabase(foreign("generate", "--from", "2026-03-01", "--hours", "24", "--no-wait")
                .toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(RawTopic.read(SharedPipeline.connections(), PREFIX + "miner-telemetry"))
                .hasSize(3 * 24)
                .extracting(reading -> ByteBuffer.wrap(reading.key()).getInt())
                .containsOnly(431_001, 431_002, 431_003);
    }

    @Test
    @Order(3)
    void shouldRequireTheMinersInTheWarehouse() {
        Cli run = Cli.onSharedPipeline(
                foreign("generate", "--from", "2026-03-01", "--dry-run").toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip())
                .isEqualTo(
                        "minerstream generate: --fleet-url: site_id=431 has no rows in hosting_miners for 3 of the 3 miners"
                                + " (the first is miner 431001), so the sink could not store their readings; nothing was written; run"
                                + " `minerstream fleet load` with the same options first");
    }

    @Test
    @Order(4)
    void shouldLoadAFleetOfAnyDatabaseWithItsSchedule() throws Exception {
        try (Connection database = DriverManager.getConnection(url, "reader", "h2-secret");
                Statement statement = database.createStatement()) {
            statement.execute(
                    "CREATE TABLE hosting_miner_status_changes (miner_id INT, valid_from TIMESTAMP, status VARCHAR(20))");
            statement.execute(
                    "INSERT INTO hosting_miner_status_changes VALUES (431001, TIMESTAMP '2026-03-29 02:30:00', 'offline')");
        }

        Cli load = Cli.onSharedPipeline(foreign("fleet", "load").toArray(String[]::new));

        assertThat(load.exitCode()).as(load.err()).isZero();
        assertThat(load.out())
                .endsWith(
                        """
                        3 rows written, 0 unchanged
                        schedule: 1 changes written, 0 removed, 0 unchanged
                        """);
        assertThat(
                        query(
                                "SELECT string_agg(concat_ws('/', hm.id, model_name, actual_hashrate, actual_power, hm.status, valid_from),"
                                        + " ' ' ORDER BY hm.id) FROM hosting_miners hm LEFT JOIN miner_models mm ON mm.id = miner_model_id"
                                        + " LEFT JOIN hosting_miner_status_changes c ON c.miner_id = hm.id WHERE site_id = 431"))
                .isEqualTo("431001/Foreign S21/3456.7/active/2026-03-29 02:30:00 431002/99.5/maintenance"
                        + " 431003/Foreign S21/offline");
        Cli run = Cli.onSharedPipeline(
                foreign("generate", "--from", "2026-03-01", "--dry-run").toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    }

    @Test
    @Order(5)
    void shouldSayWhatIsWrongWithTheAddress() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "guess\n");

        assertRefused(
                2,
                "--fleet-url: a JDBC driver for it must be on the class path, got 'jdbc:nosuch:db' and only ",
                "jdbc:nosuch:db");
        assertRefused(
                2,
                "--fleet-url: JDBC URL: must not hold a password, got one (not shown); URLs show in process lists: put the password into",
                "jdbc:h2:mem:x;PASSWORD=hidden");
        assertRefused(
                3,
                "--fleet-url: the database must accept the connection, got from '" + url
                        + "': Wrong user name or password",
                url,
                "--fleet-user",
                "reader",
                "--fleet-password-file",
                wrong.toString());
        assertRefused(
                1,
                "miners of site_id=431: could not read tables hosting_miners and miner_models: ",
                "jdbc:h2:mem:empty");
        Cli lost = withoutDatabase("fleet", "publish", "--fleet-user", "reader");
        assertThat(lost.err().strip())
                .isEqualTo(
                        "minerstream fleet publish: --fleet-user, --fleet-password-file: need --fleet-url\nTry 'minerstream fleet publish --help'.");
    }

    private static void assertRefused(int exitCode, String message, String... addressOptions) {
        List<String> command = new ArrayList<>(List.of("fleet", "publish", "--site-id", "431", "--fleet-url"));
        command.addAll(List.of(addressOptions));

        Cli refused = withoutDatabase(command.toArray(String[]::new));

        assertThat(refused.err())
                .startsWith("minerstream fleet publish: " + message)
                .doesNotContain("hidden", "guess");
        assertThat(refused.exitCode()).isEqualTo(exitCode);
    }

    private static String query(String sql) throws SQLException {
        try (Connection database = SharedPipeline.database();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
