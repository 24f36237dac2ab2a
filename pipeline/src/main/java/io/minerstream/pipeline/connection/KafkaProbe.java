package io.minerstream.pipeline.connection;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.schemas.topic.KafkaFutures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/** Finds out within seconds, instead of a client's minute, whether Kafka answers, and what is wrong if not. */
final class KafkaProbe {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private KafkaProbe() {}

    /**
     * An admin client of a cluster that has answered.
     *
     * @throws PipelineException with {@link Kind#UNREACHABLE} when no broker answers
     */
    static Admin open(Map<String, Object> properties) {
        String servers = String.valueOf(properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        requireListener(servers);
        Map<String, Object> bounded = new HashMap<>(properties);
        bounded.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        bounded.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        Admin admin = create(servers, bounded);
        try {
            KafkaFutures.get(admin.describeCluster().nodes());
            return admin;
        } catch (KafkaException e) {
            admin.close(Duration.ZERO);
            throw e instanceof InterruptException ? e : unreachable(servers, reason(e), e);
        }
    }

    private static Admin create(String servers, Map<String, Object> properties) {
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw PipelineException.usage(
                    "Kafka client for %s: the configuration is wrong: %s; check --command-config and --command-property"
                            .formatted(servers, cause.getMessage()),
                    e);
        }
    }

    /** Tells a closed port from a server that is not Kafka, which a Kafka client cannot. */
    private static void requireListener(String servers) {
        List<InetSocketAddress> addresses;
        try {
            addresses = ClientUtils.parseAndValidateAddresses(List.of(servers.split(",")), "use_all_dns_ips");
        } catch (ConfigException e) {
            throw PipelineException.unreachable(
                    "--bootstrap-server: must be resolvable HOST:PORT pairs, got '%s'".formatted(servers), e);
        }
        IOException last = null;
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) CONNECT.toMillis());
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw unreachable(servers, "nothing listens there (" + last.getMessage() + ")", last);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return "access denied: " + cause.getMessage() + "; check --command-config";
        }
        return "what listens there gave no Kafka answer within " + ANSWER.toSeconds()
                + " s: it is not a Kafka broker, or it wants TLS or SASL (--command-config)";
    }

    private static PipelineException unreachable(String servers, String reason, Throwable cause) {
        return PipelineException.unreachable(
                "Kafka at %s: must answer, but %s; check that the broker runs and that --bootstrap-server is right"
                        .formatted(servers, reason),
                cause);
    }
}
