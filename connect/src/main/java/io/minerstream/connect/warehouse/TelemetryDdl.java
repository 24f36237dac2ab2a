package io.minerstream.connect.warehouse;

import io.minerstream.connect.warehouse.TableOptions.RecordedAtIndex;
import java.time.YearMonth;
import java.util.Locale;

/** Statements that make and change {@code miner_telemetry}. */
final class TelemetryDdl {

    static final String FOREIGN_KEY = "FOREIGN KEY (miner_id) REFERENCES hosting_miners (id)";

    static final String ADD_FOREIGN_KEY = "ALTER TABLE miner_telemetry ADD " + FOREIGN_KEY + ";\n";

    /** A table without rows is made anew; the lock holds until the end of the transaction. */
    private static final String DROP_IF_EMPTY =
            """
            LOCK TABLE miner_telemetry IN ACCESS EXCLUSIVE MODE;
            DO $$
            BEGIN
                IF EXISTS (SELECT 1 FROM miner_telemetry) THEN
                    RAISE EXCEPTION 'miner_telemetry must be empty, has got rows meanwhile';
                END IF;
            END
            $$;
            DROP TABLE miner_telemetry;
            """;

    // Attaching needs a weaker lock. But a statement that was planned without the new partition would miss the rows
    // that have moved,
    // or would be refused by the default partition. The rows are named by the table, whose order of columns the new one
    // has.
    private static final String MONTH =
            """
            LOCK TABLE miner_telemetry IN ACCESS EXCLUSIVE MODE;
            CREATE TABLE %1$s (LIKE miner_telemetry INCLUDING ALL EXCLUDING IDENTITY EXCLUDING INDEXES);
            WITH moved AS (
                DELETE FROM miner_telemetry WHERE recorded_at >= '%2$s' AND recorded_at < '%3$s' RETURNING *)
            INSERT INTO %1$s SELECT * FROM moved;
            ALTER TABLE miner_telemetry ATTACH PARTITION %1$s %4$s;
            """;

    private TelemetryDdl() {}

    /** @param script with the placeholders of what is optional */
    static String create(String script, TableOptions options) {
        String table = script.replace("{{foreign.key}}", options.foreignKey() ? ",\n    " + FOREIGN_KEY : "")
                .replace("{{partition.by}}", options.monthly() ? " PARTITION BY RANGE (recorded_at)" : "");
        String rest = options.monthly()
                ? "\nCREATE TABLE IF NOT EXISTS miner_telemetry_default PARTITION OF miner_telemetry DEFAULT;\n"
                : "";
        return table
                + rest
                + (options.indexOrDefault() == RecordedAtIndex.NONE
                        ? ""
                        : "\n" + createIndex(options.indexOrDefault()));
    }

    static String recreate(TableOptions options) {
        return DROP_IF_EMPTY + WarehouseTable.MINER_TELEMETRY.create(options);
    }

    /** @param index not {@code NONE} */
    static String createIndex(RecordedAtIndex index) {
        String method = index.name().toLowerCase(Locale.ROOT);
        return "CREATE INDEX IF NOT EXISTS ix_miner_telemetry_recorded_at_%1$s ON miner_telemetry USING %1$s (recorded_at)%2$s;\n"
                .formatted(method, index == RecordedAtIndex.BRIN ? " WITH (autosummarize = on)" : "");
    }

    /** Makes the partition of a month, and moves the month's rows into it from the default partition. */
    static String month(YearMonth month) {
        return MONTH.formatted(
                "miner_telemetry_" + month.toString().replace('-', '_'),
                month.atDay(1),
                month.plusMonths(1).atDay(1),
                bound(month));
    }

    /** As PostgreSQL prints it. */
    static String bound(YearMonth month) {
        return "FOR VALUES FROM ('%s 00:00:00') TO ('%s 00:00:00')"
                .formatted(month.atDay(1), month.plusMonths(1).atDay(1));
    }
}
