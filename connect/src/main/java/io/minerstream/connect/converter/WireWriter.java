package io.minerstream.connect.converter;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.SubjectName;
import io.minerstream.schemas.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** From Connect's data to the wire format. Not thread-safe. */
final class WireWriter {

    private record Contract(String topic, org.apache.kafka.connect.data.Schema schema) {}

    /** @param envelope a struct around a value that is none; null for structs */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Writer(
            byte[] prefix,
            Schema schema,
            GenericDatumWriter<Object> datum,
            org.apache.kafka.connect.data.Schema envelope) {}

    private static final String ENVELOPED = "value";

    private final SchemaRegistry registry;
    private final RegistryConfig config;
    private final AvroData avroData;
    private final boolean isKey;
    private final Map<Contract, Writer> writers = new HashMap<>();
    private BinaryEncoder encoder;

    WireWriter(SchemaRegistry registry, RegistryConfig config, AvroData avroData, boolean isKey) {
        this.registry = registry;
        this.config = config;
        this.avroData = avroData;
        this.isKey = isKey;
    }

    byte[] write(String topic, org.apache.kafka.connect.data.Schema schema, Object value) {
        if (schema == null) {
            throw new DataException("a value must have a schema, got none; the source connector must give one");
        }
        Writer writer = writers.computeIfAbsent(new Contract(topic, schema), this::newWriter);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            bytes.writeBytes(writer.prefix());
            encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
            writer.datum().write(datum(writer, schema, value), encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
            // Avro reports a value that breaks its schema by any of these.
            throw new SerializationException(
                    "topic %s: the value breaks schema %s: %s"
                            .formatted(topic, writer.schema().getFullName(), e.getMessage()),
                    e);
        }
        return bytes.toByteArray();
    }

    /** AvroData wraps values that are not records into a class of an artifact that we do not ship, so we wrap them ourselves. */
    private Object datum(Writer writer, org.apache.kafka.connect.data.Schema schema, Object value) {
        if (writer.envelope() == null) {
            return avroData.fromConnectData(schema, value);
        }
        Struct enveloped = new Struct(writer.envelope()).put(ENVELOPED, value);
        return ((GenericRecord) avroData.fromConnectData(writer.envelope(), enveloped)).get(ENVELOPED);
    }

    private Writer newWriter(Contract contract) {
        Schema schema = avroData.fromConnectSchema(contract.schema());
        int id = config.schemaId(registry, SubjectName.of(contract.topic(), isKey), schema);
        org.apache.kafka.connect.data.Schema envelope =
                contract.schema().type() == org.apache.kafka.connect.data.Schema.Type.STRUCT
                        ? null
                        : SchemaBuilder.struct()
                                .name("Envelope")
                                .field(ENVELOPED, contract.schema())
                                .build();
        return new Writer(WireFormat.prefix(id), schema, new GenericDatumWriter<>(schema), envelope);
    }
}
