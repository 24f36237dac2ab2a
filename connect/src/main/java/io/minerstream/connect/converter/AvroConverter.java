package io.minerstream.connect.converter;

import io.minerstream.connect.plugin.PluginVersion;
import io.minerstream.connect.plugin.RejectionLog;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.RegistryException;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.WireDecoder;
import io.minerstream.schemas.serde.WireFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts between Connect's data and Avro in the Confluent wire format. Takes the properties of Confluent's
 * {@code AvroConverter} (after the prefix {@code key.converter.} or {@code value.converter.}), so that one can replace
 * the other; needs no Confluent artifact. {@code reader.schema} is our own: with it, a foreign producer's additional field
 * reaches no table.
 *
 * <p>The exception tells transient failures from broken records, so that {@code errors.tolerance=all} loses nothing:
 *
 * <ul>
 *   <li>{@link RetriableException}: the registry does not answer, or refuses all requests (credentials, not a registry). Connect
 *       retries for {@code errors.retry.timeout}; with -1 it waits an outage out.
 *   <li>{@link DataException}: this record is broken (not in the wire format, corrupt, unknown schema id). Connect sends it
 *       to the dead letter topic.
 * </ul>
 *
 * <p>Not thread-safe: Connect gives every task its own.
 */
public final class AvroConverter implements Converter, Versioned {

    // Not the fluent API: plugins get the worker's SLF4J, and that of Apache Kafka's distribution is 1.7.
    private static final Logger LOG = LoggerFactory.getLogger(AvroConverter.class);

    private final RejectionLog rejections = new RejectionLog(LOG);
    private SchemaRegistry registry;
    private SchemasById schemas;
    private org.apache.avro.Schema reader;
    private WireDecoder<SchemaAndValue> decoder;
    private WireWriter writer;

    @Override
    public ConfigDef config() {
        return ConverterConfig.definition();
    }

    @Override
    public String version() {
        return PluginVersion.text();
    }

    /**
     * Opens the registry client and checks that the registry accepts requests: a failed task is better than one that sends every
     * valid record to the dead letter topic.
     *
     * @throws ConfigException when a property is wrong, or the registry refuses us; not when it is down, which is transient
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        ConverterConfig settings = new ConverterConfig(configs);
        RegistryConfig config = new RegistryConfig(configs);
        this.registry = SchemaRegistry.connect(configs);
        this.schemas = SchemasById.of(config.connection());
        this.reader = settings.readerSchema();
        ConnectSchemas connectSchemas = new ConnectSchemas(settings);
        // One object for all writers' schemas: a sink flushes its batch when the schema changes.
        Schema ofReader = reader == null ? null : connectSchemas.of(reader);
        this.decoder = new WireDecoder<>((topic, id) -> {
            org.apache.avro.Schema writer = schemas.get(id, registry::byId);
            Schema schema = ofReader == null ? connectSchemas.of(writer) : ofReader;
            ReadStep plan = ReadPlan.of(writer, reader == null ? writer : reader, schema);
            return in -> new SchemaAndValue(schema, plan.read(in));
        });
        this.writer = new WireWriter(registry, config, settings, isKey);
        try {
            registry.subjects();
        } catch (RegistryUnavailableException e) {
            LOG.warn("the schema registry does not answer yet; records wait until it does: {}", e.getMessage());
        } catch (RegistryException e) {
            registry.close();
            throw new ConfigException(e.getMessage());
        }
    }

    /**
     * @return {@link SchemaAndValue#NULL} for null bytes (a tombstone); else the same schema object for the same schema id
     * @throws RetriableException when the registry does not answer
     * @throws DataException when this record cannot be read, ever
     */
    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        return convert(topic, () -> decode(topic, value));
    }

    private SchemaAndValue decode(String topic, byte[] value) {
        try {
            return decoder.decode(topic, value);
        } catch (SerializationException e) {
            if (reader != null && e.getCause() instanceof AvroTypeException mismatch) {
                int id = WireFormat.schemaId(topic, value);
                throw new SerializationException(
                        "topic %s: a record must be readable as %s, got %s (schema id %s): %s"
                                .formatted(
                                        topic,
                                        reader.getFullName(),
                                        schemas.get(id, registry::byId).getFullName(),
                                        id,
                                        mismatch.getMessage()),
                        e);
            }
            throw e;
        }
    }

    /**
     * @return null for a null value (a tombstone)
     * @throws RetriableException when the registry does not answer
     * @throws DataException when the value cannot be written under its schema, or the registry refuses the schema
     */
    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        if (value == null) {
            return null;
        }
        return convert(topic, () -> writer.write(topic, schema, value));
    }

    private <T> T convert(String topic, Supplier<T> conversion) {
        try {
            return conversion.get();
        } catch (RegistryUnavailableException e) {
            throw waiting(topic, e);
        } catch (RegistryException e) {
            throw refused(topic, e);
        } catch (SerializationException e) {
            throw rejected(e.getMessage(), e);
        } catch (DataException | AvroRuntimeException e) {
            // Types that only one of Avro and Connect has.
            throw rejected("topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private DataException rejected(String reason, RuntimeException cause) {
        rejections.add(reason);
        return new DataException(reason, cause);
    }

    @Override
    public void close() {
        rejections.flush();
        if (registry != null) {
            registry.close();
        }
    }

    /**
     * The registry refused a call, either for the schema of this record or in general. A call that every registry grants tells
     * which.
     */
    private RuntimeException refused(String topic, RegistryException refusal) {
        try {
            registry.subjects();
        } catch (RegistryUnavailableException | RegistryException e) {
            e.addSuppressed(refusal);
            return waiting(topic, e);
        }
        return rejected("topic " + topic + ": " + refusal.getMessage(), refusal);
    }

    private static RetriableException waiting(String topic, RuntimeException cause) {
        // Connect retries silently: without this, a stalled sink would have no visible reason.
        LOG.warn("a record of topic {} waits for the schema registry: {}", topic, cause.getMessage());
        return new RetriableException("topic " + topic + ": " + cause.getMessage(), cause);
    }
}
