package io.minerstream.schemas.serde;

import java.io.Closeable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The calls to a Confluent-compatible schema registry that MinerStream makes. Implementations are thread-safe, cache what
 * cannot change, and retry transient failures.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when the registry does not answer after the configured retries,
 * and {@link RegistryException} when it answers and refuses.
 */
public interface SchemaRegistry extends Closeable {

    /**
     * Registers a schema, or finds it when the subject has it already.
     *
     * @param normalize whether the registry compares normalized forms
     * @return the global id
     */
    int register(String subject, Schema schema, boolean normalize);

    /**
     * The id of a schema that the subject has; registers nothing.
     *
     * @param normalize whether the registry compares normalized forms
     */
    int idOf(String subject, Schema schema, boolean normalize);

    /** The newest version of a subject. */
    RegisteredSchema latest(String subject);

    /** All versions of a subject, the oldest first. */
    List<RegisteredSchema> versions(String subject);

    /**
     * Why a schema is incompatible with the subject, in the registry's own words and by its current level. Registers nothing.
     *
     * @return empty when the registry would accept it
     */
    List<String> incompatibilities(String subject, Schema schema);

    /** The schema of a message. */
    Schema byId(int id);

    /** All subjects; also the cheapest proof that the address is a schema registry. */
    Collection<String> subjects();

    /** How schemas of a subject may evolve; empty when the subject has no setting of its own and the registry's default applies. */
    Optional<String> compatibility(String subject);

    /**
     * Sets how schemas of a subject may evolve.
     *
     * @param level for example {@code BACKWARD_TRANSITIVE}
     */
    void setCompatibility(String subject, String level);

    @Override
    void close();

    /**
     * Opens a client; connects at the first call. {@code mock://scope} in place of a URL gives a registry in memory that all
     * clients of the same scope in this JVM share.
     *
     * @param config Confluent's property names: {@code schema.registry.url} (one or several, comma-separated),
     *     {@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*}, {@code max.retries},
     *     {@code retries.wait.ms}, {@code retries.max.wait.ms}; other keys are ignored
     * @throws org.apache.kafka.common.config.ConfigException when a value is missing or malformed
     */
    static SchemaRegistry connect(Map<String, ?> config) {
        return ConfluentSchemaRegistry.connect(new RegistryConfig(config));
    }
}
