package io.minerstream.connect.converter;

import io.minerstream.schemas.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;

/** A message as Confluent's serializer writes it, in hexadecimal with what each byte is, and a converter that knows its schema by id 1. */
final class WireFixture implements AutoCloseable {

    static final String TOPIC = "fixture";

    private final AvroConverter converter = new AvroConverter();
    private final byte[] message;

    private WireFixture(Schema schema, String commented, Map<String, String> settings) {
        // A registry of its own, so that the schema has id 1.
        Map<String, String> config = new HashMap<>(settings);
        config.put("schema.registry.url", "mock://fixture-" + System.identityHashCode(this));
        try (SchemaRegistry registry = SchemaRegistry.connect(config)) {
            registry.register("by-hand", schema, false);
        }
        this.message = bytes(commented);
        converter.configure(config, false);
    }

    /**
     * Opens a fixture.
     *
     * @param commented a line for each value: its bytes, a bar, what they are
     */
    static WireFixture of(Schema schema, String commented) {
        return new WireFixture(
                schema,
                commented,
                Map.of(ConverterConfig.ENHANCED_SCHEMAS, "true", ConverterConfig.KEEP_NULLS, "true"));
    }

    static WireFixture of(String schema, String commented) {
        return of(new Schema.Parser().parse(schema), commented);
    }

    /** The bytes of a commented text. */
    static byte[] bytes(String commented) {
        String hex = commented.replaceAll("\\|[^\n]*", "").replaceAll("\\s", "");
        return HexFormat.of().parseHex(hex);
    }

    AvroConverter converter() {
        return converter;
    }

    byte[] message() {
        return message.clone();
    }

    SchemaAndValue read() {
        return converter.toConnectData(TOPIC, message());
    }

    /** The body of what is written for that value, in hexadecimal. */
    String writtenBody(SchemaAndValue data) {
        return body(converter.fromConnectData("copy", data.schema(), data.value()));
    }

    String body() {
        return body(message);
    }

    private static String body(byte[] message) {
        return HexFormat.ofDelimiter(" ").formatHex(message, 5, message.length);
    }

    @Override
    public void close() {
        converter.close();
    }
}
