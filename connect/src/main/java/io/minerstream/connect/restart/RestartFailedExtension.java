package io.minerstream.connect.restart;

import io.minerstream.connect.plugin.PluginVersion;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectRequestException;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.schemas.access.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.health.AbstractState;
import org.apache.kafka.connect.health.ConnectClusterState;
import org.apache.kafka.connect.health.ConnectorHealth;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts connectors and tasks that have failed, with growing delays, so that a cause that goes away needs no person: a database
 * that was away for longer than a connector retries, for example. A permanent one fails again, and stays visible in the status.
 *
 * <p>Connect's API tells an extension the states, but offers no restart: that goes over the worker's own REST API. Each worker of a
 * cluster does this; a restart that another one has begun is none of its own.
 */
public final class RestartFailedExtension implements ConnectRestExtension {

    // Not the fluent API: plugins get the worker's SLF4J, and that of Apache Kafka's distribution is 1.7.
    private static final Logger LOG = LoggerFactory.getLogger(RestartFailedExtension.class);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final CountDownLatch closed = new CountDownLatch(1);
    private RestartConfig config;
    private Thread thread;

    @Override
    public void configure(Map<String, ?> worker) {
        config = new RestartConfig(worker);
    }

    @Override
    public ConfigDef config() {
        return RestartConfig.DEFINITION;
    }

    @Override
    public String version() {
        return PluginVersion.text();
    }

    @Override
    public void register(ConnectRestExtensionContext context) {
        if (config.isOn()) {
            ConnectClient connect = ConnectClient.of(config.client());
            RestartBackoff backoff = new RestartBackoff(config.delay(), config.maxDelay(), System::nanoTime);
            thread = new Thread(() -> watch(context.clusterState(), backoff, connect), "minerstream-restart-failed");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch(ConnectClusterState cluster, RestartBackoff backoff, ConnectClient connect) {
        try {
            while (!closed.await(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                look(cluster, backoff, connect);
            }
        } catch (InterruptedException e) {
            LOG.debug("closed", e);
        }
    }

    private static void look(ConnectClusterState cluster, RestartBackoff backoff, ConnectClient connect) {
        try {
            for (String connector : cluster.connectors()) {
                failure(cluster.connectorHealth(connector)).ifPresent(cause -> backoff.failed(connector)
                        .ifPresent(next -> restart(connect, connector, cause, next)));
            }
        } catch (ConnectException e) {
            LOG.debug("the worker is starting, rebalancing or closing, or a connector was deleted meanwhile", e);
        }
    }

    private static void restart(ConnectClient connect, String connector, String cause, Duration next) {
        try {
            connect.restartFailed(connector);
            LOG.warn(
                    "connector {}: restarting what has failed, at the earliest again in {} s; {}",
                    connector,
                    next.toSeconds(),
                    cause);
        } catch (ConnectUnavailableException | ConnectRequestException e) {
            LOG.warn(
                    "connector {}: could not be restarted, tried again in {} s; {}",
                    connector,
                    next.toSeconds(),
                    e.getMessage());
        }
    }

    /** The innermost cause of the first part that has failed, without secrets. */
    private static Optional<String> failure(ConnectorHealth health) {
        return Stream.concat(Stream.<AbstractState>of(health.connectorState()), health.tasksState().values().stream())
                .map(part -> new ConnectorStatus.Part(
                        part.state(), part.workerId(), Secrets.hideInText(String.valueOf(part.traceMessage()))))
                .filter(ConnectorStatus.Part::hasFailed)
                .map(ConnectorStatus.Part::cause)
                .findFirst();
    }
}
