package io.minerstream.schemas.serde;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_OK;

import ${registry.client.package}.kafka.schemaregistry.ParsedSchema;
import ${registry.client.package}.kafka.schemaregistry.avro.AvroSchema;
import ${registry.client.package}.kafka.schemaregistry.avro.AvroSchemaProvider;
import ${registry.client.package}.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import ${registry.client.package}.kafka.schemaregistry.client.SchemaMetadata;
import ${registry.client.package}.kafka.schemaregistry.client.SchemaRegistryClient;
import ${registry.client.package}.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import ${registry.client.package}.kafka.schemaregistry.testutil.MockSchemaRegistry;
import ${registry.client.jackson.package}.core.JsonProcessingException;
import io.minerstream.schemas.access.Secrets;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Confluent's Schema Registry client behind {@link SchemaRegistry}: the only class that imports it.
 *
 * <p>The build fills in the imports: the relocated copy from Maven Central by default, Confluent's own artifact with
 * {@code -Pconfluent}. Schemas are passed as text, since the relocated copy has its own Avro.
 */
final class ConfluentSchemaRegistry implements SchemaRegistry {

    private static final int CACHED_SCHEMAS = 1_000;

    /** How Confluent's client, 7.5 to 8.3, starts the message of the bare exception for a schema that it cannot use. */
    private static final String UNUSABLE_SCHEMA = "Invalid schema";

    /** How Jackson starts the messages for an answer that is not complete. */
    private static final String END_OF_INPUT = "Unexpected end-of-input";

    private static final String NO_AVRO = "it is no valid Avro schema";

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
        String scope = config.mockScope();
        return new ConfluentSchemaRegistry(
                scope != null
                        ? MockSchemaRegistry.getClientForScope(scope, List.of(new AvroSchemaProvider()))
                        : httpClient(config),
                config);
    }

    private static SchemaRegistryClient httpClient(RegistryConfig config) {
        try {
            return new CachedSchemaRegistryClient(config.urls(), CACHED_SCHEMAS, config.clientProperties());
        } catch (RuntimeException e) {
            // Nothing is sent yet: it is the configuration, reported by relocated exceptions or bare ones around them.
            StringBuilder reason = new StringBuilder("schema registry " + config.urls());
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                reason.append(": ").append(cause.getMessage());
            }
            ConfigException wrong = new ConfigException(Secrets.hideInText(reason.toString()));
            wrong.initCause(e);
            throw wrong;
        }
    }

    @Override
    public int register(String subject, Schema schema, boolean normalize) {
        String what = "registering the schema of " + subject;
        ParsedSchema parsed = parsed(schema);
        return requireId(what, ask(what, () -> client.register(subject, parsed, normalize)));
    }

    @Override
    public int idOf(String subject, Schema schema, boolean normalize) {
        String what = "finding the schema of " + subject;
        ParsedSchema parsed = parsed(schema);
        return requireId(what, ask(what, () -> client.getId(subject, parsed, normalize)));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        String what = "reading the latest schema of " + subject;
        SchemaMetadata latest = ask(what, () -> client.getLatestSchemaMetadata(subject));
        return new RegisteredSchema(
                requireId(what, latest.getId()), latest.getVersion(), parse(what, latest.getSchema()));
    }

    @Override
    public List<RegisteredSchema> versions(String subject) {
        String what = "reading the versions of " + subject;
        return ask(what, () -> client.getAllVersions(subject)).stream()
                .sorted()
                .map(version -> {
                    SchemaMetadata schema = ask(what, () -> client.getSchemaMetadata(subject, version));
                    return new RegisteredSchema(
                            requireId(what, schema.getId()), schema.getVersion(), parse(what, schema.getSchema()));
                })
                .toList();
    }

    @Override
    public List<String> incompatibilities(String subject, Schema schema) {
        ParsedSchema parsed = parsed(schema);
        return ask("comparing a schema with those of " + subject, () -> client.testCompatibilityVerbose(subject, parsed));
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemasById.get(id);
        return known != null ? known : fetch(id);
    }

    private Schema fetch(int id) {
        String what = "reading schema id " + id;
        Schema schema = parse(what, ask(what, () -> client.getSchemaById(id)).canonicalString());
        schemasById.put(id, schema);
        return schema;
    }

    @Override
    public Collection<String> subjects() {
        return ask("listing the subjects", client::getAllSubjects);
    }

    @Override
    public Optional<String> compatibility(String subject) {
        return Optional.ofNullable(ask("reading the compatibility of " + subject, () -> {
            try {
                return client.getCompatibility(subject);
            } catch (RestClientException e) {
                if (e.getStatus() == HTTP_NOT_FOUND) {
                    return null;
                }
                throw e;
            }
        }));
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

    private Schema parse(String what, String text) {
        if (text == null) {
            throw refused(what, ErrorAnswer.noRegistry(HTTP_OK), null);
        }
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw refused(what, NO_AVRO, e);
        }
    }

    /** Ids start at 1; Confluent's client makes 0 of an answer that has none. */
    private int requireId(String what, int id) {
        if (id < 1) {
            throw refused(what, ErrorAnswer.noRegistry(HTTP_OK), null);
        }
        return id;
    }

    private interface Request<T> {
        T send() throws IOException, RestClientException;
    }

    private <T> T ask(String what, Request<T> request) {
        return call.run(what, urls, () -> {
            try {
                return request.send();
            } catch (RestClientException e) {
                ErrorAnswer answer = new ErrorAnswer(e.getStatus(), e.getErrorCode(), e.getMessage());
                if (answer.mayPass()) {
                    throw new RegistryCall.TransientAnswerException(answer.summary(), e);
                }
                throw refused(what, answer.refusal(), e);
            } catch (JsonProcessingException e) {
                if (isTruncated(e)) {
                    throw e;
                }
                throw refused(what, ErrorAnswer.noRegistry(HTTP_OK), e);
            } catch (IOException e) {
                if (isUnusableSchema(e)) {
                    throw refused(what, NO_AVRO, e);
                }
                throw e;
            } catch (RuntimeException e) {
                // The client takes any 200 for the expected answer and fails on missing fields.
                throw refused(what, isUnusableSchema(e) ? NO_AVRO : ErrorAnswer.noRegistry(HTTP_OK), e);
            }
        });
    }

    /** Whether the connection ended in the middle of the answer, which the JDK reports as end of input. */
    private static boolean isTruncated(JsonProcessingException e) {
        return e.getOriginalMessage().startsWith(END_OF_INPUT);
    }

    private static boolean isUnusableSchema(Exception e) {
        return e.getMessage() != null && e.getMessage().startsWith(UNUSABLE_SCHEMA);
    }

    private RegistryException refused(String what, String reason, Exception cause) {
        return new RegistryException("schema registry %s: %s was refused: %s".formatted(urls, what, reason), cause);
    }
}
