package io.minerstream.connect.warehouse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times of {@code timestamp without time zone} columns that hold UTC. {@code java.sql.Timestamp} would shift them by the
 * offset of the JVM's zone.
 */
final class UtcTime {

    private UtcTime() {}

    static LocalDateTime toColumn(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Null when the column is NULL. */
    static Instant fromColumn(ResultSet row, int column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
