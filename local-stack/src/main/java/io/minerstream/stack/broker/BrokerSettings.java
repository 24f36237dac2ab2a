package io.minerstream.stack.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.metrics.JmxReporter;

/** Settings of a single Kafka node on 127.0.0.1. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    /** All settings that differ from Kafka's defaults. */
    static Map<String, String> of(Path logDirectory, int brokerPort, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", logDirectory.toString());
        // MinerStream creates its topics with the settings that they need; a misspelled name must not create another
        // one.
        settings.put("auto.create.topics.enable", "false");
        alone(settings);
        return settings;
    }

    /** A single node: no replication, no waiting for others. */
    private static void alone(Map<String, String> settings) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            // 50 by default, to spread the load over brokers; here they only cost files and start time.
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After kill -9 the controller accepts the broker only when its old session has expired (9 s by default).
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        // 10 MiB by default, of which the operating system writes 8 with zeros at the first record, twice a partition.
        settings.put("log.index.size.max.bytes", "1048576");
        // Nobody reads them: registering a thousand of them is a part of each start.
        settings.put("metric.reporters", "");
        settings.put(JmxReporter.EXCLUDE_CONFIG, ".*");
        // 128 MiB of heap by default. This much holds about 87,000 keys per cleaning pass.
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
    }
}
