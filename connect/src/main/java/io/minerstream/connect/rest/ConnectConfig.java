package io.minerstream.connect.rest;

import io.minerstream.schemas.access.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** How to reach Kafka Connect's REST API. Secrets do not show in logs or in {@code toString}. */
public final class ConnectConfig extends AbstractConfig {

    public static final String URL = "connect.url";
    public static final String BASIC_AUTH = "connect.basic.auth.user.info";
    public static final String BEARER_AUTH = "connect.bearer.auth.token";
    public static final String REQUEST_TIMEOUT_MS = "connect.request.timeout.ms";
    public static final String REBALANCE_WAIT_MS = "connect.rebalance.wait.ms";
    /** Before Kafka's own TLS settings, for example {@code connect.ssl.truststore.location}. */
    public static final String SSL_PREFIX = "connect.";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "Address of Kafka Connect's REST API, for example http://localhost:8083.")
            .define(
                    BASIC_AUTH,
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.MEDIUM,
                    "user:password for basic authentication.")
            .define(BEARER_AUTH, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, "Token for bearer authentication.")
            .define(
                    REQUEST_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    // Longer than the 90 s after which Connect itself gives up with a reason.
                    100_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Longest wait for one answer, in milliseconds.")
            .define(
                    REBALANCE_WAIT_MS,
                    ConfigDef.Type.LONG,
                    60_000L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "How long requests are retried while the workers rebalance (HTTP 409), in milliseconds.");

    /**
     * @param config keys that are not about Connect are ignored
     * @throws ConfigException when a value is missing or malformed
     */
    public ConnectConfig(Map<String, ?> config) {
        super(DEFINITION, config, false);
        url();
        Password basic = getPassword(BASIC_AUTH);
        if (basic != null && getPassword(BEARER_AUTH) != null) {
            throw new ConfigException(BASIC_AUTH + " and " + BEARER_AUTH + ": must not both be set, got both");
        }
        if (basic != null && basic.value().indexOf(':') < 0) {
            throw new ConfigException(BASIC_AUTH + ": must be user:password, got a value without a colon (not shown)");
        }
    }

    /** The base URL, without a slash at its end. */
    URI url() {
        String text = getString(URL).strip().replaceAll("/+$", "");
        // Before anything that quotes the text: a wrong URL may hold a password, too.
        if (text.indexOf('@') >= 0) {
            throw new ConfigException(URL + ": must not hold credentials, got some (not shown); set " + BASIC_AUTH);
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw notAnUrl(text);
        }
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw notAnUrl(text);
        }
        return url;
    }

    private static ConfigException notAnUrl(String text) {
        return new ConfigException(
                URL + ": must look like http://host:8083 or https://host:8083, got '" + Secrets.hideInUrl(text) + "'");
    }

    Duration requestTimeout() {
        return Duration.ofMillis(getLong(REQUEST_TIMEOUT_MS));
    }

    Duration rebalanceWait() {
        return Duration.ofMillis(getLong(REBALANCE_WAIT_MS));
    }

    /** The value of the Authorization header; null for none. */
    String authorization() {
        Password basic = getPassword(BASIC_AUTH);
        if (basic != null) {
            return "Basic " + Base64.getEncoder().encodeToString(basic.value().getBytes(StandardCharsets.UTF_8));
        }
        Password bearer = getPassword(BEARER_AUTH);
        return bearer == null ? null : "Bearer " + bearer.value();
    }

    /** The JVM's own TLS settings when none is configured here; null then. */
    SSLContext sslContext() {
        Map<String, Object> given = originalsWithPrefix(SSL_PREFIX);
        if (given.keySet().stream().noneMatch(key -> key.startsWith("ssl."))) {
            return null;
        }
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        // Kafka's clients and this client then take the same stores, also as PEM, and report the same errors.
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(definition, given, false).values());
            return factory.sslContext();
        }
    }
}
