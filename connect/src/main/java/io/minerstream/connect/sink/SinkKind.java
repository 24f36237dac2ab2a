package io.minerstream.connect.sink;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which connector writes the rows. Each has a template for each {@link Sink}. */
public enum SinkKind {
    /** Our own sink by binary COPY, part of the distribution. A row that the table refuses alone is a dead letter. */
    COPY("io.minerstream.connect.copy.PostgresCopySinkConnector", Map.of()),
    /** Debezium's JDBC sink, part of the distribution. */
    DEBEZIUM(
            "io.debezium.connector.jdbc.JdbcSinkConnector",
            Map.of("dialect.postgres.unnest.insert.enabled", "it loses milliseconds and fails on repeated keys")),
    /**
     * Confluent's JDBC sink 10.9, which users install in their workers.
     *
     * <p>It retries a failed batch, whatever the cause, 600 times in 10 min. After that it writes the records one by one, and those
     * that fail are dead letters: also good ones, where the database refuses all writes for that long.
     */
    CONFLUENT(
            "io.confluent.connect.jdbc.JdbcSinkConnector",
            Map.of(
                    "connection.url",
                    "--database-url names the database; with reWriteBatchedInserts=true a duplicate in a batch would stop the sink",
                    "date.calendar.system",
                    "recorded_at holds the calendar of PostgreSQL",
                    "replace.null.with.default",
                    "what is not known is NULL"));

    /** What is deployed when nobody says otherwise. */
    public static final SinkKind DEFAULT = COPY;

    private final String connectorClass;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of.
    private final Map<String, String> owned;

    SinkKind(String connectorClass, Map<String, String> owned) {
        this.connectorClass = connectorClass;
        this.owned = owned;
    }

    /** The kind of a connector of this class; empty for a class that is none of ours. */
    public static Optional<SinkKind> ofClass(String connectorClass) {
        return Stream.of(values())
                .filter(kind -> kind.connectorClass.equals(connectorClass))
                .findFirst();
    }

    /** As it stands in options, folders and results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a row that its table refuses is a dead letter, while the others land; otherwise it stops or delays them. */
    public boolean rejectsSingleRows() {
        return this == COPY;
    }

    /** Settings of this connector that guarantees of all sinks depend on, with the reasons. */
    Map<String, String> owned() {
        return owned;
    }
}
