package io.minerstream.schemas.serde;

import org.apache.avro.Schema;

/**
 * The form in which contracts are registered: as the {@code .avsc} files have them, so that a schema that was registered from
 * such a file, or by a producer in another language, is found as the same one.
 *
 * <p>Generated classes carry {@code avro.java.string} on every string, which concerns Java alone. Confluent's serializer
 * leaves it in unless {@code avro.remove.java.properties=true}.
 */
final class PortableSchema {

    /** As Avro prints it, always after the type. Inside a doc its quotes would be escaped, so that it cannot match there. */
    private static final String JAVA_STRING = ",\"avro.java.string\":\"String\"";

    private PortableSchema() {}

    static Schema of(Schema schema) {
        String text = schema.toString();
        return text.contains(JAVA_STRING) ? new Schema.Parser().parse(text.replace(JAVA_STRING, "")) : schema;
    }
}
