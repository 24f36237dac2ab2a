package io.minerstream.connect.copy.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * How to reach the database. Immutable.
 *
 * @param url {@code jdbc:postgresql://...}; its parameters win over those set here
 * @param user null for that of the URL
 * @param password null for that of the URL, or none
 * @param applicationName shown in {@code pg_stat_activity}
 */
public record SinkDatabase(String url, String user, Password password, String applicationName) {

    private static final String CONNECT_TIMEOUT_S = "10";

    /** Opens a connection in auto-commit mode. */
    public Connection open() throws SQLException {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_S);
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_TIMEOUT_S);
        if (user != null) {
            PGProperty.USER.set(properties, user);
        }
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password.value());
        }
        // Not DriverManager: a plugin's class loader is not that of the caller it looks at.
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the URL is not one of PostgreSQL's driver", "08001");
        }
        return connection;
    }
}
