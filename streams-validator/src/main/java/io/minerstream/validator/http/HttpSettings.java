package io.minerstream.validator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Settings of {@link ValidatorHttp}, beside its address. Secrets show neither in logs nor in {@code toString}. */
public final class HttpSettings extends AbstractConfig {

    static final String BASIC_AUTH = "basic.auth.user.info";
    static final String BEARER_AUTH = "bearer.auth.token";
    static final String HEALTH_OPEN = "health.open";
    static final String ADVERTISED = "advertised.address";

    static final ConfigDef OWN = new ConfigDef()
            .define(
                    BASIC_AUTH,
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.HIGH,
                    "`user:password` that requests must give (basic authentication).")
            .define(
                    BEARER_AUTH,
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.HIGH,
                    "Token that requests must give (bearer authentication). With both, either is enough.")
            .define(
                    HEALTH_OPEN,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether `/health/live` and `/health/ready` answer without credentials.")
            .define(
                    ADVERTISED,
                    ConfigDef.Type.STRING,
                    null,
                    Importance.MEDIUM,
                    "`HOST:PORT` under which other instances reach this one. Default: the address of `--http`, with the"
                            + " name of the machine in place of 0.0.0.0.");

    /** Ours and Kafka's {@code ssl.} settings. */
    private static final ConfigDef DEFINITION = new ConfigDef(OWN);

    static {
        SslConfigs.addClientSslSupport(DEFINITION);
    }

    /** No TLS, no login. */
    public static final HttpSettings NONE = new HttpSettings(Map.of());

    /** @throws ConfigException naming everything that is wrong, without secrets */
    public HttpSettings(Map<String, String> settings) {
        super(DEFINITION, settings, false);
        List<String> wrong = new ArrayList<>();
        new TreeSet<>(settings.keySet())
                .stream()
                        .filter(key -> !DEFINITION.names().contains(key))
                        .forEach(key -> wrong.add(key + ": must be one of " + String.join(", ", OWN.names())
                                + ", or a setting ssl.* of Kafka, is not"));
        secret(BASIC_AUTH).ifPresent(login -> {
            if (!login.matches("(?s)[^:]+:.+")) {
                wrong.add(BASIC_AUTH + ": must be user:password, got another form (not shown)");
            }
        });
        secret(BEARER_AUTH).ifPresent(token -> {
            if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
                wrong.add(BEARER_AUTH
                        + ": must be letters, digits and . _ ~ + / -, then = if any, got another form (not shown)");
            }
        });
        if (settings.keySet().stream().anyMatch(key -> key.startsWith("ssl."))
                && getString(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG) == null
                && getPassword(SslConfigs.SSL_KEYSTORE_KEY_CONFIG) == null) {
            wrong.add(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG
                    + ": must name the file with the server's key and certificate (PKCS12, JKS or PEM), is missing");
        }
        try {
            advertised();
        } catch (IllegalArgumentException e) {
            wrong.add(ADVERTISED + ": " + e.getMessage());
        }
        if (!wrong.isEmpty()) {
            throw new ConfigException(String.join("; ", wrong));
        }
    }

    private Optional<String> secret(String name) {
        return Optional.ofNullable(getPassword(name)).map(Password::value);
    }

    Optional<String> basicLogin() {
        return secret(BASIC_AUTH);
    }

    Optional<String> bearerToken() {
        return secret(BEARER_AUTH);
    }

    /** Whether requests must give credentials. */
    public boolean hasLogin() {
        return basicLogin().isPresent() || bearerToken().isPresent();
    }

    boolean isHealthOpen() {
        return getBoolean(HEALTH_OPEN);
    }

    Optional<HttpAddress> advertised() {
        return Optional.ofNullable(getString(ADVERTISED)).map(HttpAddress::parse);
    }

    /**
     * Key and certificate of the server, and which servers the instances trust when they ask each other; empty without TLS. Read by
     * Kafka's own code, so the stores may have the same forms and give the same errors as everywhere.
     *
     * @throws org.apache.kafka.common.KafkaException when a store cannot be read
     */
    Optional<SSLContext> tls() {
        if (originals().keySet().stream().noneMatch(key -> key.startsWith("ssl."))) {
            return Optional.empty();
        }
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(values());
            return Optional.of(factory.sslContext());
        }
    }

    /** Without values. */
    @Override
    public String toString() {
        return "HttpSettings" + new TreeSet<>(originals().keySet());
    }
}
