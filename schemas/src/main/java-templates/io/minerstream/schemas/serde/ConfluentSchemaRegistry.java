package io.minerstream.schemas.serde;

import ${registry.client.package}.kafka.schemaregistry.ParsedSchema;
import ${registry.client.package}.kafka.schemaregistry.avro.AvroSchema;
import ${registry.client.package}.kafka.schemaregistry.avro.AvroSchemaProvider;
import ${registry.client.package}.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import ${registry.client.package}.kafka.schemaregistry.client.SchemaMetadata;
import ${registry.client.package}.kafka.schemaregistry.client.SchemaRegistryClient;
import ${registry.client.package}.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import ${registry.client.package}.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;

/**
 * Confluent's Schema Registry client behind {@link SchemaRegistry}: the only class that imports it.
 *
 * <p>The build fills in the imports: the relocated copy from Maven Central by default, Confluent's own artifact with
 * {@code -Pconfluent}. Schemas cross the border as text, since the relocated copy has its own Avro.
 */
final class ConfluentSchemaRegistry implements SchemaRegistry {

    private static final String MOCK = "mock://";
    private static final int CACHED_SCHEMAS = 1_000;

    /** The registry's own error codes have five digits and start with the status; a bare 404 comes from another server. */
    private static final int FIRST_REGISTRY_CODE = 10_000;

    /** What Confluent's client reports when the body of an error is not the registry's JSON. */
    private static final int UNREADABLE_ANSWER = 50_005;

    private final SchemaRegistryClient client;
    private final List<String> urls;
    private final RegistryCall call;
    private final Map<Integer, Schema> schemasById = new ConcurrentHashMap<>();

    private ConfluentSchemaRegistry(SchemaRegistryClient client, RegistryConfig config) {
        this.client = client;
        this.urls = config.urls();
        this.call = new RegistryCall(config);
    }

    static SchemaRegistry connect(RegistryConfig config) {
        String url = config.urls().get(0);
        return new ConfluentSchemaRegistry(
                url.startsWith(MOCK)
                        ? MockSchemaRegistry.getClientForScope(
                                url.substring(MOCK.length()), List.of(new AvroSchemaProvider()))
                        : new CachedSchemaRegistryClient(
                                config.urls(), CACHED_SCHEMAS, config.clientProperties()),
                config);
    }

    @Override
    public int register(String subject, Schema schema, boolean normalize) {
        return ask("registering the schema of " + subject, () -> client.register(subject, parsed(schema), normalize));
    }

    @Override
    public int idOf(String subject, Schema schema, boolean normalize) {
        return ask("finding the schema of " + subject, () -> client.getId(subject, parsed(schema), normalize));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return ask("reading the latest schema of " + subject, () -> {
            SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
            return new RegisteredSchema(latest.getId(), latest.getVersion(), parse(latest.getSchema()));
        });
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemasById.get(id);
        return known != null ? known : fetch(id);
    }

    private Schema fetch(int id) {
        Schema schema = ask("reading schema id " + id, () -> parse(client.getSchemaById(id).canonicalString()));
        schemasById.put(id, schema);
        return schema;
    }

    @Override
    public Collection<String> subjects() {
        return ask("listing the subjects", client::getAllSubjects);
    }

    @Override
    public void setCompatibility(String subject, String level) {
        ask("setting the compatibility of " + subject, () -> client.updateCompatibility(subject, level));
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new KafkaException("closing the client of schema registry " + urls, e);
        }
    }

    private static ParsedSchema parsed(Schema schema) {
        return new AvroSchema(schema.toString());
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }

    private interface Request<T> {
        T send() throws IOException, RestClientException;
    }

    private <T> T ask(String what, Request<T> request) {
        return call.run(what, urls, () -> {
            try {
                return request.send();
            } catch (RestClientException e) {
                if (e.getErrorCode() != UNREADABLE_ANSWER && (e.getStatus() >= 500 || e.getStatus() == 429)) {
                    throw new RegistryCall.TransientAnswerException(e);
                }
                throw refused(what, e);
            }
        });
    }

    private RegistryException refused(String what, RestClientException e) {
        String reason;
        if (e.getStatus() == 401 || e.getStatus() == 403) {
            reason = "access denied (HTTP " + e.getStatus() + "); check basic.auth.* or bearer.auth.*";
        } else if (e.getErrorCode() == UNREADABLE_ANSWER || e.getErrorCode() < FIRST_REGISTRY_CODE && e.getStatus() == 404) {
            reason = "the server there is not a schema registry, or its path is wrong (HTTP " + e.getStatus()
                    + "); check " + RegistryConfig.URL + " (Apicurio's has the path /apis/ccompat/v7)";
        } else {
            reason = e.getMessage();
        }
        return new RegistryException("schema registry %s: %s was refused: %s".formatted(urls, what, reason), e);
    }
}
