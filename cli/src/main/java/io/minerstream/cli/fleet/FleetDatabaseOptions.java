package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.connect.warehouse.JdbcSecrets;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * A database other than the warehouse that has a fleet: any that has a JDBC driver on the class path, and the tables
 * {@code hosting_miners} and {@code miner_models}. It is only read.
 */
public final class FleetDatabaseOptions {

    @Option(
            names = "--fleet-url",
            paramLabel = "URL",
            order = 19,
            description =
                    "JDBC URL of any database to read the fleet from: tables hosting_miners and miner_models. Its driver must "
                            + "be on the class path (MINERSTREAM_CLASSPATH).")
    private String url;

    @Option(names = "--fleet-user", paramLabel = "USER", order = 19, description = "User of that database.")
    private String user;

    @Option(
            names = "--fleet-password-file",
            paramLabel = "FILE",
            order = 19,
            description = "File whose first line is that user's password.")
    private Path passwordFile;

    /** Whether the user named such a database. */
    public boolean isGiven() {
        return url != null;
    }

    /**
     * Refuses options that would otherwise be ignored.
     *
     * @throws CommandException naming them
     */
    public void requireConsistent() {
        if (url == null && (user != null || passwordFile != null)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--fleet-user, --fleet-password-file: are of --fleet-url; give it, or leave them out");
        }
    }

    /**
     * The miners of a site, of any status, with their schedule where the database has one.
     *
     * @throws CommandException when the database cannot be reached
     */
    public Fleet load(int siteId) {
        try (Connection database = open()) {
            return DatabaseFleet.from(database, siteId).load();
        } catch (SQLException e) {
            throw new CommandException(
                    ExitCode.FAILED, "--fleet-url: closing the connection failed: " + e.getMessage(), e);
        }
    }

    private Connection open() {
        try {
            JdbcSecrets.requireNoneIn(url);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--fleet-url: " + e.getMessage(), e);
        }
        Properties login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
        }
        if (passwordFile != null) {
            login.setProperty("password", JdbcSecrets.passwordIn(passwordFile));
        }
        // Asked first: DriverManager answers for a missing driver as for a refused connection.
        Driver driver = DriverManager.drivers()
                .filter(this::accepts)
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "--fleet-url: a JDBC driver for it must be on the class path, got '%s' and only %s; name the jar of its driver in"
                                        .formatted(url, drivers())
                                + " MINERSTREAM_CLASSPATH"));
        try {
            return driver.connect(url, login);
        } catch (SQLException e) {
            throw new CommandException(
                    ExitCode.UNREACHABLE,
                    "--fleet-url: the database must accept the connection, got from '%s': %s"
                            .formatted(url, e.getMessage()),
                    e);
        }
    }

    private boolean accepts(Driver driver) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    private static String drivers() {
        return DriverManager.drivers()
                .map(driver -> driver.getClass().getName())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
