package io.minerstream.connect.rest;

import io.minerstream.schemas.access.HttpAccess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** How to reach Kafka Connect's REST API. Secrets do not show in logs or in {@code toString}. */
public final class ConnectConfig extends AbstractConfig {

    public static final String URL = "connect.url";
    /** Before the settings of {@link HttpAccess}, and Kafka's own of TLS, for example {@code connect.ssl.truststore.location}. */
    public static final String PREFIX = "connect.";

    public static final String BASIC_AUTH = PREFIX + HttpAccess.BASIC_AUTH;
    public static final String BEARER_AUTH = PREFIX + HttpAccess.BEARER_AUTH;
    public static final String REQUEST_TIMEOUT_MS = "connect.request.timeout.ms";
    public static final String REBALANCE_WAIT_MS = "connect.rebalance.wait.ms";

    private static final ConfigDef DEFINITION = HttpAccess.define(new ConfigDef(), PREFIX)
            .define(
                    URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "Address of Kafka Connect's REST API, for example http://localhost:8083.")
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

    private final HttpAccess access;
    private final URI url;

    /**
     * @param config keys that are not about Connect are ignored
     * @throws ConfigException when a value is missing or malformed
     */
    public ConnectConfig(Map<String, ?> config) {
        super(DEFINITION, config, false);
        access = new HttpAccess(this, PREFIX);
        url = access.url(URL, getString(URL), "http://host:8083 or https://host:8083");
    }

    /** The base URL, without a slash at its end. */
    URI url() {
        return url;
    }

    /** Login and TLS. */
    HttpAccess access() {
        return access;
    }

    Duration requestTimeout() {
        return Duration.ofMillis(getLong(REQUEST_TIMEOUT_MS));
    }

    Duration rebalanceWait() {
        return Duration.ofMillis(getLong(REBALANCE_WAIT_MS));
    }
}
