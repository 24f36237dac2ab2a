package io.minerstream.schemas.serde;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** Configuration of serializer, deserializer and registry client, under Confluent's property names. */
public final class RegistryConfig extends AbstractConfig {

    public static final String URL = "schema.registry.url";
    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String USE_LATEST = "use.latest.version";
    public static final String NORMALIZE = "normalize.schemas";
    public static final String MAX_RETRIES = "max.retries";
    public static final String RETRY_WAIT_MS = "retries.wait.ms";
    public static final String RETRY_MAX_WAIT_MS = "retries.max.wait.ms";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "URLs of the schema registry, comma-separated; mock://scope for one in memory.")
            .define(
                    AUTO_REGISTER,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether the serializer registers its schema. If false, the subject must have it already.")
            .define(
                    USE_LATEST,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "With auto.register.schemas=false: take the subject's latest version, which must equal the record's schema.")
            .define(
                    NORMALIZE,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether the registry compares normalized schemas when it registers or finds one.")
            .define(
                    MAX_RETRIES,
                    ConfigDef.Type.INT,
                    3,
                    Range.atLeast(0),
                    Importance.LOW,
                    "How often a call is made again when the registry does not answer or answers with a 5xx status.")
            .define(
                    RETRY_WAIT_MS,
                    ConfigDef.Type.LONG,
                    1_000L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Wait before the first retry, in milliseconds; it doubles with each further one.")
            .define(
                    RETRY_MAX_WAIT_MS,
                    ConfigDef.Type.LONG,
                    20_000L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Longest wait between two retries, in milliseconds.");

    /**
     * @param config serializer, consumer or command configuration; keys that are not about the registry are ignored
     * @throws ConfigException when a value is missing or malformed
     */
    public RegistryConfig(Map<String, ?> config) {
        super(DEFINITION, config, false);
        if (urls().isEmpty() || urls().stream().anyMatch(String::isBlank)) {
            throw new ConfigException(URL, getList(URL), "must be at least one URL, for example http://localhost:8081");
        }
    }

    List<String> urls() {
        return getList(URL);
    }

    /** What Confluent's client reads itself: credentials, TLS, timeouts. */
    Map<String, Object> clientProperties() {
        return new HashMap<>(originals());
    }
}
