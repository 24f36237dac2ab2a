package io.minerstream.junit;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.embedded.EmbeddedListener;
import io.minerstream.pipeline.embedded.EmbeddedPipeline;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.PipelineListener;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.RunRequest;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackStartException;
import io.minerstream.validator.ResultTopic;
import io.minerstream.validator.policy.Policies;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** A running stack and what was published on it. Thread-safe. */
final class SeededStack implements AutoCloseable {

    private final Teardown teardown;
    private final EmbeddedPipeline embedded;
    private final Fleet fleet;
    private final long seed;
    private final List<RunId> runs = new ArrayList<>();
    private Instant end;

    private SeededStack(Teardown teardown, EmbeddedPipeline embedded, Fleet fleet, long seed) {
        this.teardown = teardown;
        this.embedded = embedded;
        this.fleet = fleet;
        this.seed = seed;
    }

    /**
     * Starts what the settings say, and publishes its readings.
     *
     * @throws IllegalStateException when it does not start; nothing runs then
     */
    static SeededStack start(Settings settings) {
        Teardown teardown = new Teardown(() -> {});
        try {
            SeededStack stack = launch(settings, teardown);
            stack.publish(settings.range(Clock.systemUTC().instant()));
            return stack;
        } catch (InterruptedException e) {
            teardown.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("MinerStream was interrupted while it started", e);
        } catch (Exception e) {
            teardown.close();
            throw new IllegalStateException("MinerStream did not start: " + e.getMessage(), e);
        }
    }

    private static SeededStack launch(Settings settings, Teardown teardown)
            throws StackStartException, InterruptedException {
        Fleet fleet = settings.fleet().load();
        EmbeddedPipeline embedded = EmbeddedPipeline.start(
                StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir")))
                        .without(settings.without()),
                EmbeddedPipeline.GRACE_PERIOD,
                settings.validator() ? Policies.DEFAULT : null,
                connections -> FleetSeeding.seed(connections, fleet),
                new EmbeddedListener() {},
                teardown);
        return new SeededStack(teardown, embedded, fleet, settings.seed());
    }

    String bootstrapServers() {
        return embedded.summary().endpoints().bootstrapServers();
    }

    String schemaRegistryUrl() {
        return embedded.summary().endpoints().registryUrl();
    }

    Connections connections() {
        return embedded.connections();
    }

    /** The next hours; see {@link MinerStream#publish(int)}. */
    synchronized RunOutcome publish(int hours) {
        Bound.HOURS.require("hours", hours);
        return publish(TimeRange.hourly(end, end.plus(Duration.ofHours(hours))));
    }

    private synchronized RunOutcome publish(TimeRange range) {
        RunSpec spec = RunSpec.of(fleet.siteId(), range, seed, SignalProfile.REALISTIC);
        RunOutcome outcome = embedded.during(() -> new Pipeline(connections(), Clock.systemUTC())
                .execute(new RunRequest(fleet, spec, true), PipelineListener.NONE));
        runs.add(spec.id());
        end = range.to();
        return outcome;
    }

    /** Readings of a test's own; see {@link MinerStream#publish(MinerTelemetry...)}. */
    void publish(List<MinerTelemetry> readings) {
        String topic = connections().topics().telemetry();
        Map<String, Object> client =
                new ClientProperties(connections().kafkaProperties()).producerWithoutTransactions();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (Producer<byte[], SpecificRecord> producer = new KafkaProducer<>(client)) {
            for (MinerTelemetry reading : readings) {
                sent.add(producer.send(new ProducerRecord<>(
                        topic,
                        null,
                        reading.getRecordedAt().toEpochMilli(),
                        RecordKey.of(reading.getMinerId()),
                        reading)));
            }
        }
        sent.forEach(SeededStack::await);
    }

    private static void await(Future<RecordMetadata> acknowledgement) {
        try {
            acknowledgement.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The last verdict of each window. */
    List<WindowVerdict> verdicts() {
        Map<String, WindowVerdict> verdicts = new HashMap<>();
        Map<String, String> client = connections().kafkaProperties();
        try (Consumer<String, WindowVerdict> consumer =
                ResultTopic.open(connections().topics().verdicts(), WindowVerdict.class, client, client)) {
            TopicScan.toStableEnd(consumer, record -> verdicts.put(record.key(), record.value()));
        }
        return verdicts.values().stream()
                .sorted(Comparator.comparing(WindowVerdict::getWindowStart))
                .toList();
    }

    /** See {@link MinerStream#assertThatRowsAreExact()}. */
    synchronized void assertThatRowsAreExact() {
        RunLookup lookup = new RunLookup(connections());
        for (RunId run : runs) {
            ExactReport report = ExactVerification.of(connections()).table(lookup.byId(run));
            ReplayResult rows = report.result();
            if (!report.passed()) {
                throw new AssertionError(
                        "rows from %s to %s: must be exactly the %s generated ones, got %s missing, %s extra, %s different; the first: %s"
                                .formatted(
                                        report.run().replay().from(),
                                        report.run().replay().to(),
                                        rows.expected(),
                                        rows.missing(),
                                        rows.extra(),
                                        rows.different(),
                                        rows.offenders()));
            }
        }
    }

    @Override
    public void close() {
        teardown.close();
    }
}
