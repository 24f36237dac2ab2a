package io.minerstream.connect.converter;

import java.util.Map;

/** Avro's logical types: property names, and what stands for those that Connect has no type for. */
final class LogicalNames {

    // As in the Avro specification.
    static final String TYPE = "logicalType";
    static final String SCALE = "scale";
    static final String PRECISION = "precision";
    static final String DECIMAL = "decimal";
    static final String DATE = "date";
    static final String TIME_MILLIS = "time-millis";
    static final String TIMESTAMP_MILLIS = "timestamp-millis";
    static final String UUID = "uuid";

    /**
     * Names of Connect schemas for the other logical types. Connect's own types have milliseconds only, so the value stays the number or text
     * that Avro has. The names are Debezium's, which sinks know.
     */
    static final Map<String, String> NAMES = Map.of(
            "time-micros",
            "io.debezium.time.MicroTime",
            "timestamp-micros",
            "io.debezium.time.MicroTimestamp",
            "local-timestamp-micros",
            "io.debezium.time.MicroTimestamp",
            "timestamp-nanos",
            "io.debezium.time.NanoTimestamp",
            "local-timestamp-nanos",
            "io.debezium.time.NanoTimestamp",
            "local-timestamp-millis",
            "io.debezium.time.Timestamp",
            UUID,
            "io.debezium.data.Uuid");

    private LogicalNames() {}
}
