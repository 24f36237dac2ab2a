package io.minerstream.pipeline.connection;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.access.TlsProblem;
import io.minerstream.schemas.topic.KafkaFutures;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.protocol.ApiKeys;

/** Finds out within seconds, instead of a client's minute, whether Kafka answers, and what is wrong if not. */
final class KafkaProbe {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);

    /** Bytes of a request without a body: key, version, correlation id, client id. */
    private static final int VERSIONS_REQUEST = 10;

    /** Scheme, host, port; a host of IPv6 is in brackets. */
    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z_]+://)?(?:[^@/]*@)?([^@:/\\[\\]]+|\\[[^]]*])(:[0-9]+)?/?");

    private static final int CORRELATION = 0x6d696e65;
    private static final short NO_CLIENT_ID = -1;

    private KafkaProbe() {}

    /**
     * An admin client of a cluster that has answered.
     *
     * @throws PipelineException with {@link Kind#UNREACHABLE} when no broker answers
     */
    static Admin open(Map<String, Object> properties) {
        String servers = String.valueOf(properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        requireListener(servers, isTls(properties));
        Map<String, Object> bounded = new HashMap<>(properties);
        bounded.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        bounded.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        bounded.putIfAbsent(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, ClientProperties.RETRY_BACKOFF_MS);
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

    /**
     * Tells a closed port, a silent one and another server from Kafka, which its client cannot: that takes the first four bytes of
     * any answer for a length, and allocates 1.2 GB for the word HTTP.
     */
    private static void requireListener(String servers, boolean tls) {
        for (String server : servers.split(",", 0)) {
            requireAddress(server.strip());
        }
        List<InetSocketAddress> addresses;
        try {
            addresses = ClientUtils.parseAndValidateAddresses(List.of(servers.split(",")), "use_all_dns_ips");
        } catch (ConfigException e) {
            throw PipelineException.unreachable(
                    "--bootstrap-server: must be resolvable HOST:PORT pairs, got '%s'".formatted(servers), e);
        }
        PipelineException last = null;
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) CONNECT.toMillis());
                if (!tls) {
                    socket.setSoTimeout((int) FIRST_ANSWER.toMillis());
                    requireKafka(socket);
                }
                return;
            } catch (SocketTimeoutException e) {
                last = unreachable(
                        servers, noKafka("gave no Kafka answer within " + FIRST_ANSWER.toSeconds() + " s"), e);
            } catch (ConnectException | NoRouteToHostException e) {
                last = unreachable(servers, "nothing listens there (" + e.getMessage() + ")", e);
            } catch (IOException e) {
                last = unreachable(servers, noKafka("gave another answer than Kafka"), e);
            }
        }
        throw last;
    }

    /** @throws PipelineException with {@link Kind#USAGE} for a URL, or a host alone */
    private static void requireAddress(String server) {
        Matcher parts = ADDRESS.matcher(server);
        if (!parts.matches() || (parts.group(1) == null && parts.group(3) != null)) {
            // The client says what is wrong.
            return;
        }
        String written = parts.group(2) + (parts.group(3) == null ? ":9092" : parts.group(3));
        if (parts.group(1) != null) {
            throw PipelineException.usage("--bootstrap-server: must be HOST:PORT without a scheme, got '%s'; write %s"
                    .formatted(Secrets.hideInUrl(server), written));
        }
        throw PipelineException.usage(
                "--bootstrap-server: must be HOST:PORT, got '%s' without a port; write %s, if that is the port"
                        .formatted(server, written));
    }

    /** Asks for the versions of the protocol, which needs no login. */
    private static void requireKafka(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(ByteBuffer.allocate(4 + VERSIONS_REQUEST)
                        .putInt(VERSIONS_REQUEST)
                        .putShort(ApiKeys.API_VERSIONS.id)
                        .putShort((short) 0)
                        .putInt(CORRELATION)
                        .putShort(NO_CLIENT_ID)
                        .array());
        DataInputStream answer = new DataInputStream(socket.getInputStream());
        int length = answer.readInt();
        int correlation = answer.readInt();
        if (correlation != CORRELATION) {
            throw new ProtocolException("length %s, correlation id %s".formatted(length, correlation));
        }
    }

    private static boolean isTls(Map<String, Object> properties) {
        return String.valueOf(properties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG))
                .toUpperCase(Locale.ROOT)
                .endsWith("SSL");
    }

    private static String reason(Throwable cause) {
        Optional<String> tls = TlsProblem.of(cause);
        if (tls.isPresent()) {
            return tls.get() + "; ssl.* in --command-config are the settings";
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return "access denied: " + cause.getMessage() + "; check --command-config";
        }
        return noKafka("gave no Kafka answer within " + ANSWER.toSeconds() + " s");
    }

    private static String noKafka(String got) {
        return "what listens there " + got + ": it is not a Kafka broker, or it wants TLS or SASL (--command-config)";
    }

    private static PipelineException unreachable(String servers, String reason, Throwable cause) {
        return PipelineException.unreachable(
                "Kafka at %s: must answer, but %s; check that the broker runs and that --bootstrap-server is right"
                        .formatted(servers, reason),
                cause);
    }
}
