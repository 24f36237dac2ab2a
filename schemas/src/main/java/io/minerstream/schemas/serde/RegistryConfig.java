package io.minerstream.schemas.serde;

import io.minerstream.schemas.access.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
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

    private static final String CLIENT_PREFIX = "schema.registry.";
    private static final List<String> CONNECTION_PREFIXES = List.of(CLIENT_PREFIX, "basic.auth.", "bearer.auth.");
    private static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    private static final String CREDENTIALS_OF_URL = "URL";
    private static final String CREDENTIALS_OF_CONFIG = "USER_INFO";
    private static final List<String> CREDENTIALS_SOURCES =
            List.of(CREDENTIALS_OF_URL, CREDENTIALS_OF_CONFIG, "SASL_INHERIT");
    private static final String USER_INFO = "basic.auth.user.info";

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

    private static final String MOCK = "mock://";

    private static final Pattern URL_FORM =
            Pattern.compile("(https?://)(?:(.*)@)?([^@/]+[^@]*)", Pattern.CASE_INSENSITIVE);

    private final List<Url> urls;

    /**
     * An address with its credentials split off so that no message and no log can show them.
     *
     * @param address scheme, host and path: safe to show
     * @param userInfo {@code user:password}, decoded; null for none
     */
    private record Url(String address, String userInfo) {}

    /** Names of all settings but those of the client's login and TLS. */
    public static Set<String> configNames() {
        return DEFINITION.names();
    }

    /** Those settings with their documentation; a new object, to which others can be added. */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    /** Settings that limit how long one call waits for a connection, and how long for an answer. */
    public static Map<String, Object> timeouts(Duration longest) {
        Map<String, Object> timeouts = new HashMap<>();
        for (String prefix : List.of("", CLIENT_PREFIX)) {
            timeouts.put(prefix + "http.connect.timeout.ms", Math.toIntExact(longest.toMillis()));
            timeouts.put(prefix + "http.read.timeout.ms", Math.toIntExact(longest.toMillis()));
        }
        return timeouts;
    }

    /**
     * @param config serializer, consumer or command configuration; keys that are not about the registry are ignored
     * @throws ConfigException when a value is missing or malformed
     */
    public RegistryConfig(Map<String, ?> config) {
        super(DEFINITION, config, false);
        this.urls = getList(URL).stream().map(RegistryConfig::parse).toList();
        if (urls.isEmpty()) {
            throw new ConfigException(URL + ": must be at least one URL, for example http://localhost:8081, got none");
        }
        String source = clientSetting(CREDENTIALS_SOURCE);
        if (source != null && !CREDENTIALS_SOURCES.contains(source)) {
            // Confluent's client would send no credentials at all.
            throw new ConfigException(CREDENTIALS_SOURCE + ": must be one of " + String.join(", ", CREDENTIALS_SOURCES)
                    + ", got '" + source + "'");
        }
        if (urls.stream().map(Url::userInfo).distinct().count() > 1) {
            throw new ConfigException(URL + ": all URLs must carry the same user and password, got different ones");
        }
    }

    private static Url parse(String text) {
        if (text.startsWith(MOCK)) {
            return new Url(text, null);
        }
        Matcher url = URL_FORM.matcher(text);
        if (!url.matches()) {
            throw new ConfigException(URL + ": must start with http://, https:// or mock:// and name a host, got '"
                    + Secrets.hideInUrl(text.substring(text.lastIndexOf('@') + 1)) + "'");
        }
        return new Url(url.group(1) + url.group(3), url.group(2) == null ? null : decoded(url.group(2)));
    }

    /** Credentials are percent-encoded in a URL (RFC 3986, 2.1), where a plus sign stands for itself. */
    private static String decoded(String userInfo) {
        try {
            return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    URL + ": user and password must be percent-encoded, got a percent sign without two"
                            + " hexadecimal digits (not shown); write %25 for a percent sign");
        }
    }

    /** The addresses without credentials: safe to show. */
    public List<String> urls() {
        return urls.stream().map(Url::address).toList();
    }

    /** The settings that decide which registry answers, and as whom: clients with the same ones get the same answers. */
    public Map<String, Object> connection() {
        Map<String, Object> connection = new HashMap<>(originals());
        connection.keySet().removeIf(name -> CONNECTION_PREFIXES.stream().noneMatch(name::startsWith));
        return connection;
    }

    /** The scope of a registry in memory, null for a real one. */
    String mockScope() {
        String address = urls.get(0).address();
        return address.startsWith(MOCK) ? address.substring(MOCK.length()) : null;
    }

    /**
     * The id with which a serializer of this configuration writes a schema.
     *
     * @throws RegistryException when the registry refuses, or the latest version must be taken and differs
     */
    public int schemaId(SchemaRegistry registry, String subject, Schema schema) {
        if (getBoolean(AUTO_REGISTER)) {
            return registry.register(subject, schema, getBoolean(NORMALIZE));
        }
        if (!getBoolean(USE_LATEST)) {
            return registry.idOf(subject, schema, getBoolean(NORMALIZE));
        }
        RegisteredSchema latest = registry.latest(subject);
        if (!latest.schema().equals(schema)) {
            throw new RegistryException(
                    ("subject %s: with %s=true its latest version must equal the schema of the record, but version %s differs; "
                                    + "register the record's schema, or set %s=false")
                            .formatted(subject, USE_LATEST, latest.version(), USE_LATEST),
                    null);
        }
        return latest.id();
    }

    /**
     * What Confluent's client reads itself: credentials, TLS, timeouts. Credentials of the URL are handed over apart from it,
     * since the client logs the URLs that it cannot reach; retries are made by {@link SchemaRegistry} alone.
     */
    Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(originals());
        properties.put(URL, String.join(",", urls()));
        properties.put(MAX_RETRIES, 0);
        if (CREDENTIALS_OF_URL.equals(clientSetting(CREDENTIALS_SOURCE))) {
            for (String name : List.of(CREDENTIALS_SOURCE, USER_INFO)) {
                properties.remove(CLIENT_PREFIX + name);
                properties.remove(name);
            }
            if (urls.get(0).userInfo() != null) {
                properties.put(CREDENTIALS_SOURCE, CREDENTIALS_OF_CONFIG);
                properties.put(USER_INFO, urls.get(0).userInfo());
            }
        }
        return properties;
    }

    /** A setting that Confluent's client takes with and without its prefix; null when absent or empty. */
    private String clientSetting(String name) {
        Object prefixed = originals().get(CLIENT_PREFIX + name);
        Object value = prefixed != null ? prefixed : originals().get(name);
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }
}
