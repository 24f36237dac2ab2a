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
import io.minerstream.schemas.access.TlsProblem;
import io.minerstream.schemas.wait.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to a Confluent-compatible schema registry that MinerStream makes. Thread-safe; caches what cannot change, and retries
 * transient failures, which Confluent's client 7.5 does not.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when the registry does not answer after the configured retries,
 * and {@link RegistryException} when it answers and refuses.
 *
 * <p>The only class that imports Confluent's client. The build fills in the imports: the relocated copy from Maven Central by
 * default, Confluent's own artifact with {@code -Pconfluent}. Schemas are passed as text, since the relocated copy has its own
 * Avro.
 */
public final class SchemaRegistry implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);

    private static final int CACHED_SCHEMAS = 1_000;

    /** How Confluent's client, 7.5 to 8.3, starts the message of the bare exception for a schema that it cannot use. */
    private static final String UNUSABLE_SCHEMA = "Invalid schema";

    /** How Jackson starts the messages for an answer that is not complete. */
    private static final String END_OF_INPUT = "Unexpected end-of-input";

    private static final double JITTER = 0.2;

    private static final String NO_AVRO = "it is no valid Avro schema";

    private final SchemaRegistryClient client;
    private final List<String> urls;
    private final int maxRetries;
    private final ExponentialBackoff backoff;
    private final Map<Integer, Schema> schemasById = new ConcurrentHashMap<>();

    private SchemaRegistry(RegistryConfig config) {
        String scope = config.mockScope();
        this.client = scope != null
                ? MockSchemaRegistry.getClientForScope(scope, List.of(new AvroSchemaProvider()))
                : httpClient(config);
        this.urls = config.urls();
        this.maxRetries = config.getInt(RegistryConfig.MAX_RETRIES);
        long waitMs = config.getLong(RegistryConfig.RETRY_WAIT_MS);
        this.backoff = new ExponentialBackoff(
                waitMs, 2, Math.max(waitMs, config.getLong(RegistryConfig.RETRY_MAX_WAIT_MS)), JITTER);
    }

    /**
     * Opens a client; connects at the first call. {@code mock://scope} in place of a URL gives a registry in memory that all
     * clients of the same scope in this JVM share.
     *
     * @param config Confluent's property names: {@code schema.registry.url} (one or several, comma-separated),
     *     {@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*}, {@code max.retries},
     *     {@code retries.wait.ms}, {@code retries.max.wait.ms}; other keys are ignored
     * @throws ConfigException when a value is missing or malformed
     */
    public static SchemaRegistry connect(Map<String, ?> config) {
        return new SchemaRegistry(new RegistryConfig(config));
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

    /**
     * Registers a schema, or finds it when the subject has it already.
     *
     * @param normalize whether the registry compares normalized forms
     * @return the global id
     */
    public int register(String subject, Schema schema, boolean normalize) {
        String what = "registering the schema of " + subject;
        ParsedSchema parsed = parsed(schema);
        return requireId(what, ask(what, () -> client.register(subject, parsed, normalize)));
    }

    /**
     * The id of a schema that the subject has; registers nothing.
     *
     * @param normalize whether the registry compares normalized forms
     */
    public int idOf(String subject, Schema schema, boolean normalize) {
        String what = "finding the schema of " + subject;
        ParsedSchema parsed = parsed(schema);
        return requireId(what, ask(what, () -> client.getId(subject, parsed, normalize)));
    }

    /** The newest version of a subject. */
    public RegisteredSchema latest(String subject) {
        String what = "reading the latest schema of " + subject;
        return registered(what, ask(what, () -> client.getLatestSchemaMetadata(subject)));
    }

    /** All versions of a subject, the oldest first. */
    public List<RegisteredSchema> versions(String subject) {
        String what = "reading the versions of " + subject;
        return ask(what, () -> client.getAllVersions(subject)).stream()
                .sorted()
                .map(version -> registered(what, ask(what, () -> client.getSchemaMetadata(subject, version))))
                .toList();
    }

    /**
     * Why a schema is incompatible with the subject, in the registry's own words and by its current level. Registers nothing.
     *
     * @return empty when the registry would accept it
     */
    public List<String> incompatibilities(String subject, Schema schema) {
        ParsedSchema parsed = parsed(schema);
        return ask("comparing a schema with those of " + subject, () -> client.testCompatibilityVerbose(subject, parsed));
    }

    /** The schema of a message. */
    public Schema byId(int id) {
        Schema known = schemasById.get(id);
        if (known != null) {
            return known;
        }
        String what = "reading schema id " + id;
        // Not the registered text: it lacks the schemas that it refers to.
        Object whole = ask(what, () -> client.getSchemaById(id)).rawSchema();
        Schema schema = parse(what, whole == null ? null : whole.toString());
        schemasById.put(id, schema);
        return schema;
    }

    /** All subjects; also the cheapest proof that the address is a schema registry. */
    public Collection<String> subjects() {
        return ask("listing the subjects", client::getAllSubjects);
    }

    /** How schemas of a subject may evolve; empty when the subject has no setting of its own and the registry's default applies. */
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

    /**
     * Sets how schemas of a subject may evolve.
     *
     * @param level for example {@code BACKWARD_TRANSITIVE}
     */
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

    private RegisteredSchema registered(String what, SchemaMetadata schema) {
        int id = requireId(what, schema.getId());
        boolean whole = schema.getReferences() == null || schema.getReferences().isEmpty();
        return new RegisteredSchema(id, schema.getVersion(), whole ? parse(what, schema.getSchema()) : byId(id));
    }

    private static ParsedSchema parsed(Schema schema) {
        return new AvroSchema(schema.toString());
    }

    private Schema parse(String what, String text) {
        if (text == null) {
            throw refusedAll(what, ErrorAnswer.noRegistry(HTTP_OK), null);
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
            throw refusedAll(what, ErrorAnswer.noRegistry(HTTP_OK), null);
        }
        return id;
    }

    private interface Request<T> {
        T send() throws IOException, RestClientException;
    }

    /** The registry answered that it cannot answer now (5xx, 429, 408). */
    private static final class TransientAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        TransientAnswerException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Retries an {@link IOException} and a {@link TransientAnswerException}; all else is final. */
    private <T> T ask(String what, Request<T> request) {
        for (int retries = 0; ; retries++) {
            try {
                return send(what, request);
            } catch (IOException | TransientAnswerException e) {
                if (retries >= maxRetries) {
                    throw new RegistryUnavailableException(
                            "schema registry %s: %s failed after %s %s (%s); check that it runs and that %s is right"
                                    .formatted(
                                            urls,
                                            what,
                                            retries + 1,
                                            retries == 0 ? "attempt" : "attempts",
                                            describe(e),
                                            RegistryConfig.URL),
                            e);
                }
                long waitMs = backoff.backoff(retries);
                LOG.atDebug()
                        .addKeyValue("waitMs", waitMs)
                        .addKeyValue("cause", describe(e))
                        .log("schema registry did not answer, trying again");
                Deadline.pause(Duration.ofMillis(waitMs));
            }
        }
    }

    /** With the kind of an {@link IOException}: the message of an UnknownHostException, say, is only the host. */
    private static String describe(Exception e) {
        if (e instanceof TransientAnswerException) {
            return e.getMessage();
        }
        String kind = e.getClass().getSimpleName();
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }

    private <T> T send(String what, Request<T> request) throws IOException, TransientAnswerException {
        try {
            return request.send();
        } catch (RestClientException e) {
            ErrorAnswer answer = new ErrorAnswer(e.getStatus(), e.getErrorCode(), e.getMessage());
            if (answer.mayPass()) {
                throw new TransientAnswerException(answer.summary(), e);
            }
            throw answer.isOfThisCall()
                    ? refused(what, answer.refusal(), e)
                    : refusedAll(what, answer.refusal(), e);
        } catch (JsonProcessingException e) {
            if (isTruncated(e)) {
                throw e;
            }
            throw refusedAll(what, ErrorAnswer.noRegistry(HTTP_OK), e);
        } catch (IOException e) {
            if (isUnusableSchema(e)) {
                throw refused(what, NO_AVRO, e);
            }
            Optional<String> tls = TlsProblem.of(e);
            if (tls.isPresent()) {
                throw refusedAll(what, tls.get() + "; schema.registry.ssl.* are the settings", e);
            }
            throw e;
        } catch (RuntimeException e) {
            // The client takes any 200 for the expected answer and fails on missing fields.
            throw isUnusableSchema(e)
                    ? refused(what, NO_AVRO, e)
                    : refusedAll(what, ErrorAnswer.noRegistry(HTTP_OK), e);
        }
    }

    /** Whether the connection ended in the middle of the answer, which the JDK reports as end of input. */
    private static boolean isTruncated(JsonProcessingException e) {
        return e.getOriginalMessage().startsWith(END_OF_INPUT);
    }

    private static boolean isUnusableSchema(Exception e) {
        return e.getMessage() != null && e.getMessage().startsWith(UNUSABLE_SCHEMA);
    }

    private RegistryException refused(String what, String reason, Exception cause) {
        return new RegistryException(refusal(what, reason), cause);
    }

    /** As it would any other call. */
    private RegistryException refusedAll(String what, String reason, Exception cause) {
        return new RegistryException(refusal(what, reason), cause, true);
    }

    private String refusal(String what, String reason) {
        return "schema registry %s: %s was refused: %s".formatted(urls, what, reason);
    }
}
