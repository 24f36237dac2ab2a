package io.minerstream.connect.copy.table;

import io.minerstream.connect.copy.database.SinkDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** The layout of each record, made when a schema comes first. Thread-safe. */
public final class RowLayouts {

    private record Shape(String topic, Schema key, Schema value) {

        boolean isOf(SinkRecord record, boolean keyCounts) {
            return value == record.valueSchema()
                    && (!keyCounts || key == record.keySchema())
                    && topic.equals(record.topic());
        }
    }

    private final SinkDatabase database;
    private final MappingSettings settings;
    private final boolean keyCounts;
    private final Map<TableName, TargetTable> tables = new HashMap<>();
    private final Map<Shape, RowLayout> layouts = new HashMap<>();
    private Shape lastShape;
    private RowLayout lastLayout;

    public RowLayouts(SinkDatabase database, MappingSettings settings) {
        this.database = database;
        this.settings = settings;
        this.keyCounts = settings.keyMode() == KeyMode.RECORD_KEY;
    }

    /**
     * The layout of a record.
     *
     * @throws SQLException when the catalog cannot be read; SQLSTATE 42P01 when there is no such table
     * @throws RefusedRowException when the record has no key or no value, and must have it
     * @throws ConnectException when the table cannot take records of this kind, with all reasons
     */
    public synchronized RowLayout of(SinkRecord record) throws SQLException {
        if (record.value() == null && !settings.deletes()) {
            throw refused(record, "a record must have a value, got none and delete.enabled=false");
        }
        if (keyCounts && record.key() == null) {
            throw refused(record, "a record must have a key, got none and pk.mode=record_key");
        }
        if (lastShape != null && lastShape.isOf(record, keyCounts)) {
            return lastLayout;
        }
        if (record.value() == null && lastShape != null && lastShape.topic().equals(record.topic())) {
            // A deletion needs the key alone; another layout would only split the batch.
            if (!keyCounts || lastShape.key() == record.keySchema()) {
                return lastLayout;
            }
        }
        Shape shape = new Shape(record.topic(), keyCounts ? record.keySchema() : null, record.valueSchema());
        RowLayout layout = layouts.get(shape);
        if (layout == null) {
            layout = new LayoutFactory(settings, table(settings.tables().of(record.topic())), record).create();
            layouts.put(shape, layout);
        }
        lastShape = shape;
        lastLayout = layout;
        return layout;
    }

    private RefusedRowException refused(SinkRecord record, String reason) {
        return new RefusedRowException(settings.tables().of(record.topic()), "23502", null, null, reason);
    }

    private TargetTable table(TableName name) throws SQLException {
        TargetTable table = tables.get(name);
        if (table == null) {
            try (Connection connection = database.open()) {
                table = new TableCatalog(connection).read(name);
            }
            tables.put(name, table);
        }
        return table;
    }

    /**
     * Reads a table, whose rows may have any schema.
     *
     * @throws SQLException when the catalog cannot be read; SQLSTATE 42P01 when there is no such table
     * @throws ConnectException when the table does not fit the settings, with all reasons
     */
    public synchronized void check(TableName name) throws SQLException {
        LayoutFactory.requireFit(settings, table(name));
    }

    /** Reads the catalog again before the next record. */
    public synchronized void forget() {
        tables.clear();
        layouts.clear();
        lastShape = null;
        lastLayout = null;
    }
}
