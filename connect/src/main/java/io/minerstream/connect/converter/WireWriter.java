package io.minerstream.connect.converter;

import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.SubjectName;
import io.minerstream.schemas.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.errors.DataException;

/** From Connect's data to the wire format. Not thread-safe. */
final class WireWriter {

    private record Contract(String topic, org.apache.kafka.connect.data.Schema schema) {}

    /** @param prefix what stands before the body */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Writer(byte[] prefix, String name, WriteStep body) {}

    private final SchemaRegistry registry;
    private final RegistryConfig config;
    private final boolean isKey;
    private final AvroSchemas schemas;
    private final WritePlan plan;
    private final Cache<Contract, Writer> writers;
    private BinaryEncoder encoder;

    WireWriter(SchemaRegistry registry, RegistryConfig config, ConverterConfig settings, boolean isKey) {
        this.registry = registry;
        this.config = config;
        this.isKey = isKey;
        this.schemas = new AvroSchemas(settings);
        this.plan = new WritePlan(settings.keepsNulls());
        this.writers = new LRUCache<>(settings.cachedSchemas());
    }

    byte[] write(String topic, org.apache.kafka.connect.data.Schema schema, Object value) {
        if (schema == null) {
            throw new DataException("a value must have a schema, got none; the source connector must give one");
        }
        Contract contract = new Contract(topic, schema);
        Writer writer = writers.get(contract);
        if (writer == null) {
            writer = newWriter(contract);
            writers.put(contract, writer);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ConnectSchema.validateValue(schema, value);
            bytes.writeBytes(writer.prefix());
            encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
            writer.body().write(value, encoder);
            encoder.flush();
        } catch (DataException | AvroRuntimeException | ClassCastException | NullPointerException e) {
            // Connect checks the class of a value, not of what a raw collection in it holds.
            throw new SerializationException(
                    "topic %s: the value breaks schema %s: %s".formatted(topic, writer.name(), e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Writer newWriter(Contract contract) {
        Schema schema = schemas.of(contract.schema());
        int id = config.schemaId(registry, SubjectName.of(contract.topic(), isKey), schema);
        return new Writer(WireFormat.prefix(id), schema.getFullName(), plan.of(contract.schema(), schema));
    }
}
