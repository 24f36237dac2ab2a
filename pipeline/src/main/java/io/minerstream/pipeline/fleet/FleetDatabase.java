package io.minerstream.pipeline.fleet;

import io.minerstream.connect.warehouse.DatabasePassword;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import io.minerstream.schemas.access.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A database other than the warehouse that has a fleet: any that has a JDBC driver on the class path, and the tables
 * {@code hosting_miners} and {@code miner_models}. It is only read. Immutable.
 *
 * @param url JDBC URL without secrets
 * @param user null for none
 * @param passwordFile file whose first line is the user's password; null for none
 */
public record FleetDatabase(String url, String user, Path passwordFile) {

    private static final Duration LOGIN = Duration.ofSeconds(10);

    /**
     * The miners of a site, of any status, with their schedule where the database has one.
     *
     * @throws PipelineException when the database cannot be reached
     */
    public Fleet load(int siteId) {
        try (Connection database = open()) {
            return new DatabaseFleet(database, siteId).load();
        } catch (SQLException e) {
            throw PipelineException.failed("--fleet-url: closing the connection failed: " + e.getMessage(), e);
        }
    }

    private Connection open() {
        try {
            DatabasePassword.requireNoneIn(url);
        } catch (IllegalArgumentException e) {
            throw PipelineException.usage("--fleet-url: " + e.getMessage(), e);
        }
        Properties login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
        }
        if (passwordFile != null) {
            login.setProperty("password", DatabasePassword.in(passwordFile));
        }
        // DriverManager.getConnection does not distinguish a missing driver from a refused connection.
        Driver driver;
        try {
            driver = DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw PipelineException.usage(
                    "--fleet-url: a JDBC driver for it must be on the class path, got '%s' and only %s; name the jar of its driver in"
                                    .formatted(Secrets.hideInUrl(url), drivers())
                            + " MINERSTREAM_CLASSPATH",
                    e);
        }
        try {
            return connect(driver, login);
        } catch (SQLException e) {
            throw PipelineException.unreachable(
                    "--fleet-url: the database must accept the connection, got from '%s': %s"
                            .formatted(Secrets.hideInUrl(url), Secrets.hideInText(e.getMessage())),
                    e);
        }
    }

    /** Drivers wait without end for a server that accepts and stays silent, and have no common setting against it. */
    private Connection connect(Driver driver, Properties login) throws SQLException {
        FutureTask<Connection> connecting = new FutureTask<>(() -> driver.connect(url, login));
        Thread thread = new Thread(connecting, "minerstream-fleet-database");
        thread.setDaemon(true);
        thread.start();
        try {
            return connecting.get(LOGIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new SQLTimeoutException("no answer within " + LOGIN.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static String drivers() {
        return DriverManager.drivers()
                .map(driver -> driver.getClass().getName())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
