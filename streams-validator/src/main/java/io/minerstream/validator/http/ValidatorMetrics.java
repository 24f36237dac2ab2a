package io.minerstream.validator.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.monitor.ValidatorCounters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Metrics of one instance in Prometheus' text format. What Kafka and the validator count anyway is read when a scrape asks, so that
 * readings cost nothing here. Thread-safe.
 */
final class ValidatorMetrics implements AutoCloseable {

    /** Media type of {@link #scrape}. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String FETCHES = "consumer-fetch-manager-metrics";

    /** Units in short and counts that are none: promtool refuses them. */
    private static final Pattern MISNAMED =
            Pattern.compile("kafka\\..*\\.(ns|ms|count)(\\..*)?|process\\.cpu\\.time|system\\.cpu\\.count");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final KafkaStreams streams;
    private KafkaStreamsMetrics kafka;

    ValidatorMetrics(TelemetryValidator validator, Results results, Optional<DeliveryMetrics> delivery) {
        this.streams = validator.streams();
        registry.config().meterFilter(MeterFilter.deny(id -> MISNAMED.matcher(id.getName())
                .matches()));
        registry.config().meterFilter(new Described());
        ofTheJvm();
        TopicNames topics = validator.config().topics();
        ofTopic("readings", validator.config().source().topic());
        ofTopic("roster", topics.miners());
        ofTopic("watermarks", topics.watermarks());
        ofFindings(validator.counters());
        for (AlertState state : AlertState.values()) {
            for (Severity severity : Severity.values()) {
                Gauge.builder("minerstream_alerts", results, read -> read.countAlerts(state, severity))
                        .description("Alerts of the whole application: each instance reports the same.")
                        .tags("state", label(state), "severity", label(severity))
                        .register(registry);
            }
        }
        Gauge.builder("minerstream_validator_ready", streams, it -> it.state() == State.RUNNING ? 1 : 0)
                .description("1 while the instance judges its partitions, else 0.")
                .register(registry);
        delivery.ifPresent(binder -> binder.bindTo(registry));
    }

    /** Gives Kafka's few metrics without a description one. */
    private static final class Described implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            return id.getDescription() == null || id.getDescription().isBlank()
                    ? new Meter.Id(
                            id.getName(),
                            Tags.of(id.getTags()),
                            id.getBaseUnit(),
                            "Kafka's metric of this name.",
                            id.getType())
                    : id;
        }
    }

    private void ofTheJvm() {
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics(),
                        garbageCollection)
                .forEach(binder -> binder.bindTo(registry));
    }

    private void ofTopic(String input, String topic) {
        FunctionCounter.builder("minerstream_records", this, it -> it.sum("records-consumed-total", topic))
                .description("Records that this instance has read from an input.")
                .tag("input", input)
                .register(registry);
        Gauge.builder("minerstream_lag_records", this, it -> it.sum("records-lag", topic))
                .description("Records of an input, in the partitions of this instance, that it has not yet read.")
                .tag("input", input)
                .register(registry);
    }

    private void ofFindings(ValidatorCounters counters) {
        for (Rule rule : Rule.values()) {
            FunctionCounter.builder("minerstream_violations", counters, it -> it.violations(rule))
                    .description("Alerts of this instance that began to fire because a rule was broken.")
                    .tag("rule", label(rule))
                    .register(registry);
        }
        for (boolean passed : new boolean[] {true, false}) {
            FunctionCounter.builder("minerstream_verdicts", counters, it -> it.verdicts(passed))
                    .description("Verdicts over a site and a window that this instance has given.")
                    .tag("result", passed ? "passed" : "failed")
                    .register(registry);
        }
        FunctionCounter.builder("minerstream_quarantined_records", counters, ValidatorCounters::quarantinedRecords)
                .description("Records that this instance has sent to the quarantine.")
                .register(registry);
        Gauge.builder("minerstream_watermark_timestamp_seconds", counters, ValidatorCounters::watermarkSeconds)
                .description(
                        "Event time of the newest watermark that this instance has read; its age is time() minus this.")
                .register(registry);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Over the threads and partitions of this instance; 0 before the first fetch. */
    private double sum(String metric, String topic) {
        return streams.metrics().values().stream()
                .filter(candidate -> isOf(candidate.metricName(), metric, topic))
                .map(Metric::metricValue)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite)
                .sum();
    }

    private static boolean isOf(MetricName name, String metric, String topic) {
        return name.name().equals(metric)
                && name.group().equals(FETCHES)
                && topic.equals(name.tags().get("topic"));
    }

    String scrape() {
        bindKafka();
        return registry.scrape(TYPE);
    }

    /** Before its threads have partitions, Kafka has few of its metrics; the binder looks for further ones once a minute. */
    private synchronized void bindKafka() {
        if (kafka == null && streams.state() == State.RUNNING) {
            kafka = new KafkaStreamsMetrics(streams, Tags.empty());
            kafka.bindTo(registry);
        }
    }

    @Override
    public synchronized void close() {
        if (kafka != null) {
            kafka.close();
        }
        garbageCollection.close();
        registry.close();
    }
}
