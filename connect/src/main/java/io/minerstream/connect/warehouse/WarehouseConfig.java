package io.minerstream.connect.warehouse;

import io.minerstream.schemas.access.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * How to reach the warehouse. Holds no password: it is read from a file when a connection is opened.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?parameters}; must not hold a password, because URLs show in
 *     process lists and logs
 * @param user who logs in; null when the URL names the user
 * @param passwordFile file whose first line is the password; null for PostgreSQL's own password file ({@code PGPASSFILE},
 *     else {@code ~/.pgpass}) or for a server that asks for none
 */
public record WarehouseConfig(String jdbcUrl, String user, Path passwordFile) {

    private static final Pattern LIBPQ_URL = Pattern.compile("postgres(?:ql)?://(.*)");

    /** @throws IllegalArgumentException when the URL is not one of PostgreSQL's driver, or holds a password */
    public WarehouseConfig {
        DatabasePassword.requireNoneIn(jdbcUrl);
        if (WarehouseAddress.parse(jdbcUrl, user) == null) {
            String shown = Secrets.hideInUrl(jdbcUrl);
            throw new IllegalArgumentException(
                    "JDBC URL: must look like jdbc:postgresql://host:port/database, got '%s'%s"
                            .formatted(shown, remedy(shown)));
        }
    }

    /** For the URL of PostgreSQL's own tools, which Java's driver does not take. */
    private static String remedy(String url) {
        Matcher own = LIBPQ_URL.matcher(url);
        return own.matches() ? ", a URL of libpq and psql; write jdbc:postgresql://" + own.group(1) : "";
    }

    /**
     * Opens a connection, in auto-commit mode. The caller closes it.
     *
     * @throws WarehouseUnavailableException when it cannot be opened; its message says which of host, login or database is
     *     wrong
     * @throws WarehouseException when the password file cannot be read
     */
    public Connection open() {
        Properties properties = new Properties();
        if (user != null) {
            PGProperty.USER.set(properties, user);
        }
        if (passwordFile != null) {
            PGProperty.PASSWORD.set(properties, DatabasePassword.in(passwordFile));
        }
        PGProperty.APPLICATION_NAME.set(properties, "minerstream");
        // Seconds. Without a login timeout the driver waits forever for a server that accepts and stays silent.
        // Parameters of the URL win over these.
        PGProperty.CONNECT_TIMEOUT.set(properties, 10);
        PGProperty.LOGIN_TIMEOUT.set(properties, 10);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        try {
            // Not DriverManager: it asks every driver of the class path, in any order, and hides the first failure.
            return new Driver().connect(jdbcUrl, properties);
        } catch (SQLException e) {
            throw WarehouseErrors.opening(WarehouseAddress.parse(jdbcUrl, user), e);
        }
    }
}
