package io.minerstream.pipeline.validator;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.topology.EventTimeSettings;
import io.minerstream.validator.topology.JudgeSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * How a validator runs on its addresses.
 *
 * @param stateDirectory of its state stores; one process alone may use it
 * @param threads stream threads, at least 1
 * @param gracePeriod wait for missing records and unknown miners
 * @param eventTime how readings that name no run are judged
 * @param policies limits and alerts, by site and model
 * @param telemetryTopic topic of the readings; null for our own
 * @param repartition whether readings first pass through an internal topic that has as many partitions as the roster
 */
public record ValidatorSettings(
        Path stateDirectory,
        int threads,
        Duration gracePeriod,
        EventTimeSettings eventTime,
        Policies policies,
        String telemetryTopic,
        boolean repartition) {

    /** One thread on our own topic. */
    public static ValidatorSettings of(Path stateDirectory, Duration gracePeriod) {
        return new ValidatorSettings(
                stateDirectory, 1, gracePeriod, EventTimeSettings.DEFAULT, Policies.DEFAULT, null, false);
    }

    /** The same with other limits and alerts. */
    public ValidatorSettings with(Policies others) {
        return new ValidatorSettings(
                stateDirectory, threads, gracePeriod, eventTime, others, telemetryTopic, repartition);
    }

    /** Of the application's id: instances that read another topic are another application. */
    String suffix() {
        return telemetryTopic == null ? "" : "-" + telemetryTopic;
    }

    JudgeSettings judge() {
        return JudgeSettings.DEFAULT.with(gracePeriod, eventTime, policies);
    }

    /** @throws PipelineException when the roster's topic is needed and not there, or Kafka does not answer */
    TelemetrySource source(Connections connections) {
        String topic = telemetryTopic == null ? connections.topics().telemetry() : telemetryTopic;
        if (!repartition) {
            return new TelemetrySource(topic, 0);
        }
        String roster = connections.topics().miners();
        try (Admin admin = connections.openAdmin()) {
            int partitions = TopicAdmin.partitions(admin, roster)
                    .orElseThrow(() -> PipelineException.failed("topic " + roster + ": must exist, does not", null));
            return new TelemetrySource(topic, partitions);
        }
    }
}
