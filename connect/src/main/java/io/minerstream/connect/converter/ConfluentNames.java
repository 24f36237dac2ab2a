package io.minerstream.connect.converter;

/**
 * Names by which Confluent's converter keeps in an Avro schema what only Connect has, and in a Connect schema what only Avro has.
 * Schemas that it has registered are read as it reads them.
 */
final class ConfluentNames {

    // Properties of an Avro schema.
    static final String NAME = "connect.name";
    static final String DOC = "connect.doc";
    static final String VERSION = "connect.version";
    static final String DEFAULT = "connect.default";
    static final String PARAMETERS = "connect.parameters";
    static final String TYPE = "connect.type";
    static final String INTERNAL_TYPE = "connect.internal.type";

    // Parameters of a Connect schema.
    static final String DECIMAL_PRECISION = "connect.decimal.precision";
    static final String FIXED_SIZE = "connect.fixed.size";
    static final String NAMESPACE = "io.confluent.connect.avro";
    static final String RECORD_DOC = NAMESPACE + ".record.doc";
    static final String FIELD_DOC = NAMESPACE + ".field.doc.";
    static final String FIELD_DEFAULT = NAMESPACE + ".field.default";
    static final String ENUM = NAMESPACE + ".Enum";
    static final String ENUM_DOC = NAMESPACE + ".enum.doc.";
    static final String ENUM_DEFAULT = NAMESPACE + ".enum.default.";

    // Names of schemas.
    static final String UNION = NAMESPACE + ".Union";
    static final String UNNAMED = "ConnectDefault";
    static final String MAP_ENTRY = "MapEntry";

    // Fields of a map entry.
    static final String KEY = "key";
    static final String VALUE = "value";

    /** Precision of a decimal without {@link #DECIMAL_PRECISION}. */
    static final int DEFAULT_PRECISION = 64;

    /** Properties of an Avro schema that are kept as parameters begin with this. */
    static final String AVRO = "avro";

    private ConfluentNames() {}
}
