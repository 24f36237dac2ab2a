package io.minerstream.connect.copy.table;

import io.minerstream.connect.copy.encode.BadValueException;
import io.minerstream.connect.copy.encode.RowBytes;
import io.minerstream.connect.copy.encode.ValueEncoder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;

/** How records of one pair of schemas fill rows of a table. Immutable. */
public final class RowLayout {

    /** A column that is written, where its values come from, how they are encoded, and whether NULL is refused. */
    record BoundColumn(FieldSource source, ValueEncoder encoder, TargetColumn column, boolean required) {}

    private final TargetTable table;
    private final BoundColumn[] columns;
    private final List<String> names;
    private final List<String> keys;
    private final MappingSettings settings;
    private final boolean sortable;
    private final boolean mergeable;

    RowLayout(TargetTable table, List<BoundColumn> columns, List<String> keys, MappingSettings settings) {
        this.table = table;
        this.columns = columns.toArray(BoundColumn[]::new);
        this.names = columns.stream().map(each -> each.column().name()).toList();
        this.keys = List.copyOf(keys);
        this.settings = settings;
        this.sortable = !table.ordered()
                && names.containsAll(keys)
                && table.uniqueKeys().contains(Set.copyOf(keys));
        this.mergeable = sortable
                && table.hasMerge()
                && !settings.deletes()
                && keys.stream().allMatch(key -> table.columns().get(key).type().hasOneFormOfAValue());
    }

    public TableName table() {
        return table.name();
    }

    /** Columns, constraints and triggers of the table as they were when the layout was made. */
    public String shape() {
        return table.shape();
    }

    /** SQL that gives {@link #shape()} as it is now. */
    public String shapeNow() {
        return TableCatalog.shape(table.name());
    }

    /** Columns in the order of the fields of a row. */
    public List<String> columns() {
        return names;
    }

    /** The type of a written column, as SQL. */
    public String type(String column) {
        return table.columns().get(column).type().shown();
    }

    /** Columns of the key; empty when there is none. */
    public List<String> keys() {
        return keys;
    }

    /** Whether a row replaces the one with its key. */
    public boolean upserts() {
        return settings.upserts();
    }

    /** Whether rows have a further field, which says whether the row is to be deleted. They cannot go straight into the table. */
    public boolean deletes() {
        return settings.deletes();
    }

    /** Whether rows of different keys may land in any order, and rows of near keys land faster one after the other. */
    public boolean mayBeSorted() {
        return sortable;
    }

    /** Whether MERGE does what INSERT ... ON CONFLICT does, for sorted rows of which no two have the same bytes as their key. */
    public boolean mayBeMerged() {
        return mergeable;
    }

    /** Where the key of an encoded row ends; it begins with the row. */
    public int endOfKey(RowBytes rows, int start) {
        int at = start + Short.BYTES;
        for (int i = 0; i < keys.size(); i++) {
            at += Integer.BYTES + Math.max(rows.int32At(at), 0);
        }
        return at;
    }

    /** Rules that look at written columns alone. */
    public List<RowRule> rules() {
        return table.rules().stream()
                .filter(rule -> names.containsAll(rule.columns()))
                .toList();
    }

    /** Written columns whose type has no equality, or one by which different values are equal. They are compared as text. */
    public boolean comparesAsText(String column) {
        return Stream.of("json", "xml", "citext", "_json", "_xml", "_citext")
                .anyMatch(table.columns().get(column).type().name()::equals);
    }

    /**
     * Appends the row of a record.
     *
     * @throws RefusedRowException when there is none; nothing is appended
     */
    public void encode(SinkRecord record, RowBytes out) {
        boolean deleted = record.value() == null;
        int start = out.size();
        out.int16(deletes() ? columns.length + 1 : columns.length);
        for (BoundColumn column : columns) {
            encode(record, deleted, column, start, out);
        }
        if (deletes()) {
            out.field1(deleted ? 1 : 0);
        }
    }

    private void encode(SinkRecord record, boolean deleted, BoundColumn bound, int start, RowBytes out) {
        FieldSource source = bound.source();
        if (deleted && !source.ofKey()) {
            out.nullField();
            return;
        }
        Object value = source.reader().read(record);
        if (value == null) {
            if (bound.required()) {
                out.truncate(start);
                String reason = bound.column().required() ? "the column is NOT NULL" : "the key must have a value";
                throw refused("23502", source.name(), null, reason);
            }
            out.nullField();
            return;
        }
        try {
            bound.encoder().encode(value, out);
        } catch (BadValueException e) {
            out.truncate(start);
            throw refused(e.sqlState(), source.name(), value, e.getMessage());
        }
    }

    /**
     * The refusal of a record by the database.
     *
     * @param constraint null when no constraint is to blame
     * @param column null when the constraint tells
     */
    public RefusedRowException refusal(
            SinkRecord record, String sqlState, String constraint, String column, String reason) {
        String culprit = column;
        List<String> ofConstraint =
                constraint == null ? null : table.constraintColumns().get(constraint);
        if (culprit == null && ofConstraint != null) {
            culprit = ofConstraint.get(0);
        }
        return refused(sqlState, culprit, culprit == null ? null : value(record, culprit), reason);
    }

    private Object value(SinkRecord record, String column) {
        int index = names.indexOf(column);
        if (index < 0 || (record.value() == null && !columns[index].source().ofKey())) {
            return null;
        }
        return columns[index].source().reader().read(record);
    }

    private RefusedRowException refused(String sqlState, String column, Object value, String reason) {
        return new RefusedRowException(table.name(), sqlState, column, value, reason);
    }
}
