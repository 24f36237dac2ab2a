package io.minerstream.schemas.access;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * How to reach an HTTP server: address, login and TLS, by settings whose names share a prefix. No message shows a secret.
 * Immutable.
 */
public final class HttpAccess {

    /** After the prefix. */
    public static final String BASIC_AUTH = "basic.auth.user.info";

    /** After the prefix. */
    public static final String BEARER_AUTH = "bearer.auth.token";

    private final AbstractConfig config;
    private final String prefix;

    /**
     * @param config has the settings of {@link #define}; may have Kafka's own TLS settings after the prefix, for example
     *     {@code connect.ssl.truststore.location}
     * @param prefix for example {@code connect.}
     * @throws ConfigException when the login is contradictory or malformed
     */
    public HttpAccess(AbstractConfig config, String prefix) {
        this.config = config;
        this.prefix = prefix;
        Password basic = config.getPassword(prefix + BASIC_AUTH);
        if (basic != null && config.getPassword(prefix + BEARER_AUTH) != null) {
            throw new ConfigException(
                    prefix + BASIC_AUTH + " and " + prefix + BEARER_AUTH + ": must not both be set, got both");
        }
        if (basic != null && basic.value().indexOf(':') < 0) {
            throw new ConfigException(
                    prefix + BASIC_AUTH + ": must be user:password, got a value without a colon (not shown)");
        }
    }

    /** Adds the settings of the login to a definition; returns it. */
    public static ConfigDef define(ConfigDef definition, String prefix) {
        return definition
                .define(
                        prefix + BASIC_AUTH,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        "user:password for basic authentication.")
                .define(
                        prefix + BEARER_AUTH,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        "Token for bearer authentication.");
    }

    /**
     * A base URL, without slashes at its end.
     *
     * @param setting its name, for messages
     * @param example a right value, for messages
     * @throws ConfigException when it is none of HTTP, or holds a user or password
     */
    public URI url(String setting, String value, String example) {
        String text = value.strip().replaceAll("/+$", "");
        // Before anything that quotes the text: a wrong URL may hold a password, too.
        if (text.indexOf('@') >= 0) {
            throw new ConfigException(
                    setting + ": must not hold credentials, got some (not shown); set " + prefix + BASIC_AUTH);
        }
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw notAnUrl(setting, text, example);
        }
        throw notAnUrl(setting, text, example);
    }

    private static ConfigException notAnUrl(String setting, String text, String example) {
        return new ConfigException(setting + ": must look like " + example + ", got '" + Secrets.hideInUrl(text) + "'");
    }

    /** The value of the Authorization header; null for none. */
    public String authorization() {
        Password basic = config.getPassword(prefix + BASIC_AUTH);
        if (basic != null) {
            return "Basic " + Base64.getEncoder().encodeToString(basic.value().getBytes(StandardCharsets.UTF_8));
        }
        Password bearer = config.getPassword(prefix + BEARER_AUTH);
        return bearer == null ? null : "Bearer " + bearer.value();
    }

    /**
     * For {@code http:} alone: trusts nobody. Unlike the JVM's own, it reads no certificates, which takes a JVM that has just started
     * longer than the request.
     */
    public static SSLContext withoutTls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS: must be known to each JVM (" + e.getMessage() + ")", e);
        }
    }

    /** The JVM's own TLS settings when none is configured; null then. */
    public SSLContext sslContext() {
        Map<String, Object> given = config.originalsWithPrefix(prefix);
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

    /** Why a request of the JDK's client got no answer, which reports some reasons without any message. */
    public static String describe(IOException failure) {
        if (failure instanceof ConnectException && failure.getMessage() == null) {
            return hasUnknownHost(failure) ? "unknown host" : "no connection";
        }
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + " (" + cause.getMessage() + ")";
    }

    private static boolean hasUnknownHost(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
