package io.minerstream.pipeline.connection;

import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka's clients, the registry client and the clients of HTTP servers that a user gives in a file and in
 * options. Unknown keys are refused as misspelt. Only plugins
 * (interceptors, metric reporters, serializers, login handlers) may have keys of their own.
 */
final class CommandProperties {

    private static final Set<String> KNOWN = known();

    /** Of keys of the registry client, of clients of HTTP servers, and of those that Streams passes to a client. */
    private static final List<String> PREFIXES = List.of(
            "schema.registry.",
            "basic.auth.",
            "bearer.auth.",
            "connect.",
            Kind.ALERTMANAGER.prefix(),
            Kind.WEBHOOK.prefix(),
            "producer.",
            "consumer.",
            "main.consumer.",
            "restore.consumer.",
            "global.consumer.",
            "admin.",
            "config.providers.");

    /** Settings that name a plugin, which may read keys of its own. */
    private static final List<String> PLUGINS = List.of(
            "interceptor.classes",
            "metric.reporters",
            "metrics.reporters",
            "value.serializer",
            "config.providers",
            "ssl.engine.factory.class",
            "sasl.login.class",
            "sasl.login.callback.handler.class",
            "sasl.client.callback.handler.class",
            "security.providers");

    /** At most three edits; -1 beyond. */
    private static final LevenshteinDistance CLOSE = new LevenshteinDistance(3);

    private CommandProperties() {}

    /**
     * The settings of the file, with those of the options over them; a new map.
     *
     * @param file null for none
     * @throws PipelineException with {@link PipelineException.Kind#USAGE}, naming everything that is wrong
     */
    static Map<String, String> read(Path file, Map<String, String> options) {
        Map<String, String> merged = new HashMap<>();
        if (file != null) {
            merged.putAll(PropertiesFile.read("--command-config", file));
        }
        merged.putAll(options);
        List<String> findings = new ArrayList<>();
        if (PLUGINS.stream().noneMatch(merged::containsKey)) {
            new TreeSet<>(merged.keySet())
                    .stream().filter(key -> !isKnown(key)).forEach(key -> findings.add(unknown(key)));
        }
        try {
            new ClientProperties(merged);
        } catch (ConfigException e) {
            findings.add(e.getMessage());
        }
        if (!findings.isEmpty()) {
            throw PipelineException.usage("--command-config, --command-property: " + String.join("; ", findings));
        }
        return merged;
    }

    private static boolean isKnown(String key) {
        return KNOWN.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
    }

    private static String unknown(String key) {
        Optional<String> meant = KNOWN.stream()
                .filter(known -> CLOSE.apply(key, known) >= 0)
                .min(Comparator.comparingInt(known -> CLOSE.apply(key, known)));
        return "%s: must be a setting that a client knows, is not%s"
                .formatted(
                        key, meant.map(known -> "; did you mean " + known + "?").orElse(""));
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(ProducerConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        known.addAll(StreamsConfig.configDef().names());
        known.addAll(RegistryConfig.configNames());
        known.addAll(List.of(
                "basic.auth.credentials.source",
                "basic.auth.user.info",
                "bearer.auth.credentials.source",
                "bearer.auth.token",
                ConnectConfig.URL));
        return known;
    }
}
