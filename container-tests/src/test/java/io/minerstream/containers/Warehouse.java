package io.minerstream.containers;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** PostgreSQL, and what the tests ask it. */
final class Warehouse implements AutoCloseable {

    static final String USER = "minerstream";

    private static final int PORT = 5432;
    private static final String DATABASE = "mining";
    private static final Duration READY = Duration.ofMinutes(2);

    private final GenericContainer<?> container;
    private final String password;
    private final String url;

    private Warehouse(GenericContainer<?> container, String password, int port) {
        this.container = container;
        this.password = password;
        this.url = "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    static Warehouse start(ImageNames images, Network network) {
        String password = images.variable("POSTGRES_PASSWORD");
        int port = Ports.free();
        GenericContainer<?> container = Containers.published(
                        new GenericContainer<>(images.image("POSTGRES_IMAGE")), port, PORT)
                .withNetwork(network)
                .withNetworkAliases("postgres")
                .withEnv("POSTGRES_DB", DATABASE)
                .withEnv("POSTGRES_USER", USER)
                .withEnv("POSTGRES_PASSWORD", password)
                .withCopyFileToContainer(
                        MountableFile.forHostPath(ImageNames.ROOT.resolve("docker/postgres/10-registry.sql")),
                        "/docker-entrypoint-initdb.d/10-registry.sql")
                // By TCP: while a new database is set up, the server answers on its socket only.
                .waitingFor(Wait.forSuccessfulCommand("pg_isready -q -h 127.0.0.1 -U " + USER + " -d " + DATABASE)
                        .withStartupTimeout(READY));
        Warehouse warehouse = new Warehouse(container, password, port);
        container.start();
        return warehouse;
    }

    /** For clients in containers. */
    String internalUrl() {
        return "jdbc:postgresql://postgres:" + PORT + "/" + DATABASE;
    }

    String password() {
        return password;
    }

    GenericContainer<?> container() {
        return container;
    }

    /** Rows of a site's telemetry. */
    long readings(int siteId) throws SQLException {
        try (Connection database = open();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM miner_telemetry t"
                        + " JOIN hosting_miners m ON m.id = t.miner_id WHERE m.site_id = " + siteId)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Removes a site's telemetry, so that rows that are there afterwards came afterwards. */
    void deleteReadings(int siteId) throws SQLException {
        try (Connection database = open();
                Statement statement = database.createStatement()) {
            statement.execute("DELETE FROM miner_telemetry WHERE miner_id IN"
                    + " (SELECT id FROM hosting_miners WHERE site_id = " + siteId + ")");
        }
    }

    /** Waits until so many rows of a site have landed; the server may be down meanwhile. */
    void awaitReadings(int siteId, long rows, Duration limit) {
        await(rows + " rows of site " + siteId)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> readings(siteId) >= rows);
    }

    void awaitReady() {
        await("PostgreSQL")
                .atMost(READY)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    try (Connection database = open()) {
                        return database.isValid(1);
                    }
                });
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, USER, password);
    }

    @Override
    public void close() {
        container.close();
    }
}
