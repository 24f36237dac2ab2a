package io.minerstream.connect.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a warehouse is, as messages name it.
 *
 * @param server {@code host:port}; several hosts are joined by a comma
 * @param database its name
 * @param user who logs in; null when unknown
 */
record WarehouseAddress(String server, String database, String user) {

    /** Parses a URL; null if the PostgreSQL driver does not accept it. */
    static WarehouseAddress parse(String jdbcUrl, String user) {
        // The driver logs and returns null for what it cannot parse. Null defaults: only the URL counts.
        Properties parsed = jdbcUrl.startsWith("jdbc:postgresql:") ? Driver.parseURL(jdbcUrl, null) : null;
        if (parsed == null) {
            return null;
        }
        String[] hosts = PGProperty.PG_HOST.getOrDefault(parsed).split(",", -1);
        String[] ports = PGProperty.PG_PORT.getOrDefault(parsed).split(",", -1);
        StringBuilder server = new StringBuilder();
        for (int i = 0; i < hosts.length; i++) {
            server.append(i == 0 ? "" : ",").append(hosts[i]).append(':').append(ports[Math.min(i, ports.length - 1)]);
        }
        String urlUser = PGProperty.USER.getOrNull(parsed);
        return new WarehouseAddress(
                server.toString(), PGProperty.PG_DBNAME.getOrNull(parsed), urlUser == null ? user : urlUser);
    }

    /** The address of an open connection, for messages. */
    static WarehouseAddress of(Connection connection) throws SQLException {
        var metaData = connection.getMetaData();
        WarehouseAddress parsed = parse(metaData.getURL(), metaData.getUserName());
        return parsed == null ? new WarehouseAddress(metaData.getURL(), connection.getCatalog(), null) : parsed;
    }

    @Override
    public String toString() {
        return server + "/" + database;
    }
}
