package io.minerstream.connect.converter;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.minerstream.schemas.serde.RegisteredSchema;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.RegistryException;
import io.minerstream.schemas.serde.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;

/** From Connect's data to the wire format. Not thread-safe. */
final class WireWriter {

    private record Contract(String topic, org.apache.kafka.connect.data.Schema schema) {}

    private record Writer(int schemaId, Schema schema, GenericDatumWriter<Object> datum) {}

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
        Writer writer = writers.computeIfAbsent(new Contract(topic, schema), this::newWriter);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream prefix = new DataOutputStream(bytes);
            prefix.writeByte(0);
            prefix.writeInt(writer.schemaId());
            encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
            writer.datum().write(avroData.fromConnectData(schema, value), encoder);
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

    private Writer newWriter(Contract contract) {
        Schema schema = avroData.fromConnectSchema(contract.schema());
        int id = schemaId(contract.topic() + (isKey ? "-key" : "-value"), schema);
        return new Writer(id, schema, new GenericDatumWriter<>(schema));
    }

    private int schemaId(String subject, Schema schema) {
        boolean normalize = config.getBoolean(RegistryConfig.NORMALIZE);
        if (config.getBoolean(RegistryConfig.AUTO_REGISTER)) {
            return registry.register(subject, schema, normalize);
        }
        if (!config.getBoolean(RegistryConfig.USE_LATEST)) {
            return registry.idOf(subject, schema, normalize);
        }
        RegisteredSchema latest = registry.latest(subject);
        if (!latest.schema().equals(schema)) {
            throw new RegistryException(
                    ("subject %s: with %s=true its latest version must equal the schema of the record, but version %d differs; "
                                    + "register the record's schema, or set %s=false")
                            .formatted(subject, RegistryConfig.USE_LATEST, latest.version(), RegistryConfig.USE_LATEST),
                    null);
        }
        return latest.id();
    }
}
