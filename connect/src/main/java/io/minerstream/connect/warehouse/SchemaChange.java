package io.minerstream.connect.warehouse;

/**
 * A change of the database that the sinks need, or that was asked for.
 *
 * @param kind when it is made
 * @param table its name
 * @param reason a sentence without full stop
 * @param sql one or more statements, each with its semicolon; names are unqualified
 */
public record SchemaChange(Kind kind, String table, String reason, String sql) {

    /** When a change is made. */
    public enum Kind {
        /** A table that is absent: whenever tables are needed. */
        CREATE,
        /** A month of a partitioned table: as its rows come. */
        PARTITION,
        /** Of a table that existed before: only when a person asks for it. */
        UPGRADE
    }
}
