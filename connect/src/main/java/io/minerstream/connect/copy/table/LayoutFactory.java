package io.minerstream.connect.copy.table;

import io.minerstream.connect.copy.encode.Encoders;
import io.minerstream.connect.copy.encode.ValueEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Maps the fields of a record's schemas to the columns of a table, by name and type. All that does not fit is reported at once. */
final class LayoutFactory {

    private static final List<String> KAFKA_COLUMNS =
            List.of("__connect_topic", "__connect_partition", "__connect_offset");

    private final MappingSettings settings;
    private final TargetTable table;
    private final SinkRecord record;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, FieldSource> sources = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();

    LayoutFactory(MappingSettings settings, TargetTable table, SinkRecord record) {
        this.settings = settings;
        this.table = table;
        this.record = record;
    }

    /** @throws ConnectException with all findings */
    RowLayout create() {
        valueFields();
        switch (settings.keyMode()) {
            case NONE -> {}
            case KAFKA -> kafkaKey();
            case RECORD_KEY -> recordKey();
            case RECORD_VALUE -> valueKey();
        }
        List<RowLayout.BoundColumn> columns = new ArrayList<>();
        sources.values().forEach(source -> bind(source).ifPresent(columns::add));
        // First, so that rows can be sorted by them.
        columns.sort(Comparator.comparing(bound -> !keys.contains(bound.column().name())));
        if (record.value() != null) {
            requireRequired();
        }
        findings.addAll(tableFindings(settings, table, keys));
        report(table, findings);
        return new RowLayout(table, columns, keys, settings);
    }

    private void valueFields() {
        if (record.value() == null) {
            return;
        }
        if (record.valueSchema() == null || record.valueSchema().type() != Schema.Type.STRUCT) {
            findings.add("the value of a record must be a struct with a schema, got " + shown(record.valueSchema())
                    + " in topic " + record.topic() + "; use a converter with schemas");
            return;
        }
        Set<String> whitelist = settings.whitelist();
        for (Field field : record.valueSchema().fields()) {
            if (whitelist.isEmpty() || whitelist.contains(field.name()) || isValueKey(field.name())) {
                sources.put(field.name(), FieldSource.ofValue(field));
            }
        }
    }

    private boolean isValueKey(String field) {
        return settings.keyMode() == KeyMode.RECORD_VALUE
                && settings.keyFields().contains(field);
    }

    private void valueKey() {
        keys.addAll(settings.keyFields().isEmpty() ? sources.keySet() : settings.keyFields());
        requireKeys("value");
    }

    private void recordKey() {
        Schema schema = record.keySchema();
        if (schema == null) {
            findings.add("the key of a record must have a schema for pk.mode=record_key, got none in topic "
                    + record.topic() + "; use a key.converter with schemas");
        } else if (schema.type() != Schema.Type.STRUCT) {
            if (settings.keyFields().size() == 1) {
                keys.addAll(settings.keyFields());
                sources.put(keys.get(0), FieldSource.wholeKey(keys.get(0), schema));
            } else {
                findings.add("pk.fields must name one column for a key that is no struct, got "
                        + settings.keyFields().size());
            }
        } else {
            List<String> wanted = settings.keyFields();
            for (Field field : schema.fields()) {
                if (wanted.isEmpty() || wanted.contains(field.name())) {
                    sources.put(field.name(), FieldSource.ofKey(field));
                    keys.add(field.name());
                }
            }
            if (!wanted.isEmpty()) {
                wanted.stream().filter(name -> !keys.contains(name)).forEach(name -> missingKey(name, "key"));
            }
        }
    }

    private void kafkaKey() {
        List<String> names = settings.keyFields().isEmpty() ? KAFKA_COLUMNS : settings.keyFields();
        keys.addAll(names);
        kafka(names.get(0), Schema.STRING_SCHEMA, SinkRecord::originalTopic);
        kafka(names.get(1), Schema.INT32_SCHEMA, SinkRecord::originalKafkaPartition);
        kafka(names.get(2), Schema.INT64_SCHEMA, SinkRecord::originalKafkaOffset);
    }

    private void kafka(String name, Schema schema, FieldSource.Reader reader) {
        sources.put(name, new FieldSource(name, schema, true, reader));
    }

    private void requireKeys(String part) {
        keys.stream().filter(name -> !sources.containsKey(name)).forEach(name -> missingKey(name, part));
    }

    private void missingKey(String name, String part) {
        findings.add("pk.fields names " + name + ", which is no field of the record's " + part);
    }

    private Optional<RowLayout.BoundColumn> bind(FieldSource source) {
        TargetColumn column = table.columns().get(source.name());
        if (column == null) {
            String other = table.columns().keySet().stream()
                    .filter(name -> name.equalsIgnoreCase(source.name()))
                    .findFirst()
                    .map(name -> " (there is " + name + ": names keep their case)")
                    .orElse("");
            findings.add("column " + source.name() + " must exist for the field of that name, does not" + other
                    + "; add it, or leave it out of fields.whitelist");
            return Optional.empty();
        }
        if (column.isGenerated()) {
            return Optional.empty();
        }
        Optional<ValueEncoder> encoder = Encoders.of(source.schema(), column.type());
        if (encoder.isEmpty()) {
            findings.add("column " + source.name() + " must have a type that takes " + shown(source.schema()) + ", is "
                    + column.type().shown());
        }
        // No unique key finds a row whose key holds NULL: an upsert would add one more each time.
        boolean required = column.required() || (settings.upserts() && keys.contains(source.name()));
        return encoder.map(each -> new RowLayout.BoundColumn(source, each, column, required));
    }

    private void requireRequired() {
        for (TargetColumn column : table.columns().values()) {
            if (column.required()
                    && !column.hasDefault()
                    && !column.isGenerated()
                    && !sources.containsKey(column.name())) {
                findings.add("column " + column.name()
                        + " is NOT NULL without a default, and the records have no value for it; give it a default, or"
                        + " drop NOT NULL");
            }
        }
    }

    /** @throws ConnectException with all that no schema of records can change */
    static void requireFit(MappingSettings settings, TargetTable table) {
        List<String> keys =
                settings.keyMode() == KeyMode.KAFKA && settings.keyFields().isEmpty()
                        ? KAFKA_COLUMNS
                        : settings.keyFields();
        List<String> findings = new ArrayList<>();
        keys.stream()
                .filter(key -> !table.columns().containsKey(key))
                .forEach(key -> findings.add("column " + key + " of the key must exist, does not"));
        findings.addAll(tableFindings(settings, table, keys));
        report(table, findings);
    }

    private static List<String> tableFindings(MappingSettings settings, TargetTable table, List<String> keys) {
        List<String> findings = new ArrayList<>();
        List<String> rights = settings.upserts() ? List.of("INSERT", "SELECT", "UPDATE") : List.of("INSERT");
        rights.stream().filter(table.missingRights()::contains).forEach(right -> findings.add(missing(right)));
        if (settings.deletes() && table.missingRights().contains("DELETE")) {
            findings.add(missing("DELETE"));
        }
        if (settings.upserts()) {
            keys.stream()
                    .map(table.columns()::get)
                    .filter(column -> column != null && column.isGenerated())
                    .forEach(column -> findings.add("column " + column.name()
                            + " of the key must not be generated by the database, is; correct pk.fields"));
        }
        if (settings.upserts() && !keys.isEmpty() && !table.uniqueKeys().contains(Set.copyOf(keys))) {
            findings.add("insert.mode=upsert needs a unique key (complete, immediate, of plain columns) on exactly "
                    + TableName.quote(keys) + "; create it, or correct pk.fields");
        }
        return findings;
    }

    private static String missing(String right) {
        return "the user must have the right to " + right + ", has not; grant it";
    }

    private static void report(TargetTable table, List<String> findings) {
        if (!findings.isEmpty()) {
            throw new ConnectException("table " + table.name() + ": " + String.join(". ", findings));
        }
    }

    private static String shown(Schema schema) {
        if (schema == null) {
            return "no schema";
        }
        String logical = schema.name() == null || schema.type() == Schema.Type.STRUCT ? "" : " (" + schema.name() + ")";
        return schema.type().getName() + logical;
    }
}
