package io.minerstream.pipeline.connection;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.RegistryException;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.serde.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Finds out within seconds, instead of a client's minutes, whether the registry and Kafka Connect answer; {@link KafkaProbe} Kafka. */
final class Probe {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private Probe() {}

    /** @throws PipelineException with {@link Kind#UNREACHABLE} when no schema registry answers */
    static void registry(Map<String, String> properties) {
        Map<String, Object> bounded = new HashMap<>(properties);
        // One answer that does not come is enough; a registry that just restarts gets a second chance.
        bounded.put(RegistryConfig.MAX_RETRIES, 1);
        bounded.putAll(RegistryConfig.timeouts(ANSWER.dividedBy(2)));
        try (SchemaRegistry registry = SchemaRegistry.connect(bounded)) {
            registry.subjects();
        } catch (RegistryUnavailableException | RegistryException e) {
            throw failed("--schema-registry-url", e);
        }
    }

    /** @throws PipelineException with {@link Kind#UNREACHABLE} when no Kafka Connect answers */
    static void connect(Map<String, String> properties) {
        Map<String, Object> bounded = new HashMap<>(properties);
        bounded.put(ConnectConfig.REQUEST_TIMEOUT_MS, ANSWER.toMillis());
        try {
            ConnectClient.of(bounded).version();
        } catch (ConnectUnavailableException e) {
            throw failed("--connect-url", e);
        }
    }

    /** The failure of an option's server, whose message names the address and the reason. */
    static PipelineException failed(String option, RuntimeException reason) {
        return PipelineException.unreachable(option + ": " + reason.getMessage(), reason);
    }
}
