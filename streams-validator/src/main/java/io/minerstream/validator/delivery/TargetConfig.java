package io.minerstream.validator.delivery;

import io.minerstream.schemas.access.HttpAccess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** Targets of one kind: their URLs, login, TLS and limits. Secrets do not show in logs or in {@code toString}. */
public final class TargetConfig extends AbstractConfig {

    /** What listens at the URLs. */
    public enum Kind {
        /** Alertmanager; each instance of a cluster gets everything. */
        ALERTMANAGER("alertmanager.", "http://host:9093"),
        /** Anything that takes our JSON. */
        WEBHOOK("webhook.", "https://host/path");

        private final String prefix;
        private final String example;

        Kind(String prefix, String example) {
            this.prefix = prefix;
            this.example = example;
        }

        /** Before the names of the settings. */
        public String prefix() {
            return prefix;
        }

        /** Name of the setting with the URLs. */
        public String urlSetting() {
            return prefix + URL;
        }
    }

    private static final String URL = "url";
    private static final String BATCH_SIZE = "batch.size";
    private static final String TIMEOUT_MS = "request.timeout.ms";
    private static final String RETRY_MAX_WAIT_MS = "retries.max.wait.ms";
    private static final String RESEND_MS = "resend.interval.ms";
    private static final String SSL = "ssl.";

    private final Kind kind;
    private final HttpAccess access;
    private final List<URI> urls;

    /**
     * @param config keys without the prefix of the kind are ignored
     * @throws ConfigException when a value is malformed, or a key with the prefix is unknown
     */
    public TargetConfig(Kind kind, Map<String, ?> config) {
        super(definition(kind), config, false);
        this.kind = kind;
        for (String key : new TreeSet<>(originalsWithPrefix(kind.prefix).keySet())) {
            if (!values().containsKey(kind.prefix + key) && !key.startsWith(SSL)) {
                throw new ConfigException(kind.prefix + key + ": must be one of "
                        + String.join(", ", new TreeSet<>(values().keySet())) + ", or Kafka's " + kind.prefix + SSL
                        + "*; is not");
            }
        }
        this.access = new HttpAccess(this, kind.prefix);
        List<URI> parsed = new ArrayList<>();
        for (String url : getList(kind.urlSetting())) {
            parsed.add(access.url(kind.urlSetting(), url, kind.example));
        }
        this.urls = List.copyOf(parsed);
        // Wrong stores are found here rather than at the first alert.
        access.sslContext();
    }

    private static ConfigDef definition(Kind kind) {
        String prefix = kind.prefix;
        ConfigDef definition = HttpAccess.define(new ConfigDef(), prefix)
                .define(
                        prefix + URL,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Importance.HIGH,
                        kind == Kind.ALERTMANAGER
                                ? "URLs of Alertmanager, comma-separated, for example http://localhost:9093; each gets everything."
                                : "URLs that take alerts as JSON, comma-separated; each gets everything.")
                .define(
                        prefix + BATCH_SIZE,
                        ConfigDef.Type.INT,
                        100,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most alerts of a request.")
                .define(
                        prefix + TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        10_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Longest wait for an answer, in milliseconds.")
                .define(
                        prefix + RETRY_MAX_WAIT_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Longest wait between two attempts, in milliseconds; the first one is 1 s, and it doubles.");
        return kind == Kind.WEBHOOK
                ? definition
                : definition.define(
                        prefix + RESEND_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.atLeast(100),
                        Importance.LOW,
                        "Time after which a firing alert is sent again, in milliseconds. Alertmanager resolves it by itself after four times as long.");
    }

    Kind kind() {
        return kind;
    }

    /** Empty for none. */
    public List<URI> urls() {
        return urls;
    }

    HttpAccess access() {
        return access;
    }

    int batchSize() {
        return getInt(kind.prefix + BATCH_SIZE);
    }

    Duration timeout() {
        return Duration.ofMillis(getLong(kind.prefix + TIMEOUT_MS));
    }

    long retryMaxWaitMs() {
        return getLong(kind.prefix + RETRY_MAX_WAIT_MS);
    }

    /** Null where firing alerts are sent once. */
    Duration resendInterval() {
        return kind == Kind.ALERTMANAGER ? Duration.ofMillis(getLong(kind.prefix + RESEND_MS)) : null;
    }
}
