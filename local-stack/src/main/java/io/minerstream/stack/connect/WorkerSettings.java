package io.minerstream.stack.connect;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Settings of a distributed Connect worker that is the only one of its group. */
final class WorkerSettings {

    private static final String GROUP = "minerstream-connect";
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private WorkerSettings() {}

    /**
     * All settings that differ from Connect's defaults.
     *
     * @param login properties file with the login of the REST API, with which the worker restarts what has failed
     * @param secrets folder below which connectors may read files ({@code ${file:...}})
     */
    static Map<String, String> of(String bootstrapServers, int port, Path plugins, Path login, Path secrets) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", GROUP);
        settings.put("listeners", "http://127.0.0.1:" + port);
        settings.put("rest.advertised.host.name", "127.0.0.1");
        settings.put("rest.advertised.port", Integer.toString(port));
        settings.put(
                "rest.extension.classes",
                "io.minerstream.connect.restart.RestartFailedExtension,"
                        + "org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension");
        settings.put("connect.url", "http://127.0.0.1:" + port);
        settings.put("restart.failed.client.config", login.toString());
        settings.put("plugin.path", plugins.toString());
        // Reads META-INF/services instead of every class of every plugin.
        settings.put("plugin.discovery", "service_load");
        settings.put("key.converter", BYTES);
        settings.put("value.converter", BYTES);
        settings.put("config.providers", "file");
        settings.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        settings.put("config.providers.file.param.allowed.paths", secrets.toString());
        settings.put("connector.client.config.override.policy", "All");
        settings.put("offset.flush.interval.ms", "1000");
        // The broker has nobody who collects metrics of its clients, and over JMX only the COPY sink has readers.
        for (String clients : new String[] {"", "admin.", "consumer.", "producer."}) {
            settings.put(clients + "enable.metrics.push", "false");
            settings.put(clients + "metric.reporters", "");
        }
        storage(settings);
        membership(settings);
        return settings;
    }

    private static void storage(Map<String, String> settings) {
        for (String kind : new String[] {"config", "offset", "status"}) {
            settings.put(kind + ".storage.topic", GROUP + "-" + kind + "s");
            settings.put(kind + ".storage.replication.factor", "1");
        }
        settings.put("status.storage.topic", GROUP + "-status");
        // 25 and 5 by default: for clusters.
        settings.put("offset.storage.partitions", "1");
        settings.put("status.storage.partitions", "1");
    }

    /** A killed worker rejoins its group as a new member. */
    private static void membership(Map<String, String> settings) {
        // By default its tasks wait five minutes for the old member to return.
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        // The group waits this long for the old member; Kafka's minimum.
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "1500");
    }
}
