package io.minerstream.stack.broker;

import io.minerstream.stack.data.PrivateFile;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Main class of the broker's JVM: one Kafka node that is broker and controller. Formats its log directory first when that is
 * new. Arguments: the settings as a properties file, and the cluster id to format with.
 */
public final class BrokerMain {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerMain.class);

    private BrokerMain() {}

    /** Runs until the JVM is told to end; exit code 1 when the broker cannot start. */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            throw new IllegalArgumentException("arguments: must be SETTINGS_FILE CLUSTER_ID, got " + args.length);
        }
        Map<String, String> settings = PrivateFile.readProperties(Path.of(args[0]));
        format(settings, args[1]);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        try {
            server.startup();
        } catch (RuntimeException e) {
            LOG.error("the broker cannot start", e);
            // A failed start leaves the controller's threads running; the shutdown hook ends them.
            Exit.exit(1);
        }
        LOG.info("broker runs: {}", settings.get("listeners"));
        server.awaitShutdown();
        LOG.info("broker has stopped");
    }

    private static void format(Map<String, String> settings, String clusterId) throws Exception {
        String directory = settings.get("log.dirs");
        // Formatting writes this file last: without it the directory is new, or its formatting was interrupted.
        if (Files.exists(Path.of(directory, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(System.out, true))
                .setClusterId(clusterId)
                .setNodeId(BrokerSettings.NODE_ID)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .addDirectory(directory)
                .setMetadataLogDirectory(directory)
                .run();
    }
}
