package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.validator.input.QuarantineHandler;
import io.minerstream.validator.input.ReadingBatch;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.policy.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/**
 * A {@link ValidatorProcessor} for each of several partitions and one {@link SiteProcessor}. What they forward is routed as {@link
 * ValidatorTopology} does it, which Kafka's test driver can do for one partition only.
 */
final class PartitionedJudges implements AutoCloseable {

    final List<KeyValue<String, TelemetryAlert>> alerts = new ArrayList<>();
    final List<WindowVerdict> verdicts = new ArrayList<>();
    final List<Headers> quarantined = new ArrayList<>();

    private final List<Partition> partitions = new ArrayList<>();
    private final QuarantineHandler quarantine = new QuarantineHandler();
    private final Serde<Finding> findings = FindingSerde.create(
            AvroRecordSerde.of(WindowVerdict.class, ValidatorHarness.REGISTRY),
            AvroRecordSerde.of(TelemetryAlert.class, ValidatorHarness.REGISTRY),
            ValidatorHarness.TOPICS);
    private final Path stateDir;
    private final ProcessorBench siteBench;
    private final MockProcessorContext<String, SpecificRecord> siteContext;
    private final SiteProcessor sites;

    private static final class Partition {
        final ProcessorBench bench;
        final MockProcessorContext<Object, Object> context;
        final ValidatorProcessor judge;
        long offset;

        Partition(int partition, JudgeSettings settings, int partitions, Path stateDir) {
            bench = ProcessorBench.ofValidator(
                    stateDir.resolve(String.valueOf(partition)).toFile(),
                    partition,
                    settings.policies(),
                    BuiltInDslStoreSuppliers.IN_MEMORY);
            context = bench.context();
            judge = new ValidatorProcessor(
                    settings,
                    StateBounds.DEFAULT,
                    ValidatorHarness.TOPICS,
                    TelemetrySource.ours(ValidatorHarness.TOPICS),
                    all -> true,
                    () -> partitions,
                    ValidatorHarness.REGISTRY);
            judge.init(context);
        }
    }

    PartitionedJudges(Duration window, EventTimeSettings eventTime, Policies policies, int count) {
        stateDir = ValidatorHarness.newStateDir();
        quarantine.configure(
                Map.of(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, ValidatorHarness.TOPICS.quarantine()));
        JudgeSettings settings = new JudgeSettings(
                window,
                ValidatorHarness.QUIET,
                ValidatorHarness.GRACE,
                ValidatorHarness.RETENTION,
                eventTime,
                policies);
        for (int partition = 0; partition < count; partition++) {
            partitions.add(new Partition(partition, settings, count, stateDir));
        }
        siteBench = ProcessorBench.ofSites(stateDir.resolve("sites").toFile());
        siteContext = siteBench.context();
        sites = new SiteProcessor(ValidatorHarness.RETENTION, policies.grouping(), StateBounds.DEFAULT);
        sites.init(siteContext);
    }

    void accept(Arrival arrival) {
        if (arrival instanceof Arrival.Entry entry) {
            int partition = RecordKey.partition(RecordKey.of(entry.minerId()), partitions.size());
            process(partition, entry.minerId(), entry.miner(), entry.validFrom().toEpochMilli());
        } else if (arrival instanceof Arrival.Reading reading) {
            byte[] key = reading.key() == null ? null : RecordKey.of(reading.key());
            byte[] value = ValidatorHarness.bytes(reading.value());
            reading(reading.partition(), key, value, ValidatorHarness.headers(reading));
        } else if (arrival instanceof Arrival.Garbage garbage) {
            reading(garbage.partition(), RecordKey.of(garbage.key()), garbage.value(), new RecordHeaders());
        } else if (arrival instanceof Arrival.Mark mark) {
            watermark(mark.watermark());
        } else if (arrival instanceof Arrival.Silence silence) {
            silence(silence.length());
        }
    }

    private void reading(int partition, byte[] key, byte[] value, Headers headers) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                ValidatorHarness.TOPICS.telemetry(),
                partition,
                partitions.get(partition).offset++,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
        process(partition, null, new ReadingBatch(List.of(record)), 0);
    }

    private void watermark(Watermark watermark) {
        process(watermark.getPartition(), null, watermark, watermark.getClosed().toEpochMilli());
    }

    private void process(int number, Integer key, Object value, long timestampMs) {
        Partition partition = partitions.get(number);
        partition.context.setRecordMetadata("any", number, 0);
        partition.judge.process(new Record<>(key, value, timestampMs));
        route(partition);
    }

    private void silence(Duration length) {
        for (Partition partition : partitions) {
            partition.context.setCurrentSystemTimeMs(partition.context.currentSystemTimeMs() + length.toMillis());
        }
        siteContext.setCurrentSystemTimeMs(siteContext.currentSystemTimeMs() + length.toMillis());
        // As the test driver does: what the partitions find now comes to the site afterwards.
        tick(siteContext);
        collect();
        for (Partition partition : partitions) {
            tick(partition.context);
            route(partition);
        }
    }

    private static void tick(MockProcessorContext<?, ?> context) {
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
    }

    private void route(Partition from) {
        for (Record<Object, Object> forwarded : ProcessorBench.drain(from.context)) {
            if (forwarded.value() instanceof Watermark announcement) {
                watermark(announcement);
            } else if (forwarded.value() instanceof Finding finding) {
                byte[] bytes = findings.serializer().serialize("findings", finding);
                sites.process(new Record<>(
                        (String) forwarded.key(),
                        findings.deserializer().deserialize("findings", bytes),
                        forwarded.timestamp()));
                collect();
            } else {
                quarantined.add(forwarded.headers());
            }
        }
    }

    /** The records of alerts since the last call. */
    List<TelemetryAlert> takeAlerts() {
        List<TelemetryAlert> taken = alerts.stream().map(alert -> alert.value).toList();
        alerts.clear();
        return taken;
    }

    private void collect() {
        for (Record<String, SpecificRecord> forwarded : ProcessorBench.drain(siteContext)) {
            if (forwarded.value() instanceof WindowVerdict verdict) {
                verdicts.add(verdict);
            } else {
                alerts.add(KeyValue.pair(forwarded.key(), (TelemetryAlert) forwarded.value()));
            }
        }
    }

    @Override
    public void close() {
        partitions.forEach(partition -> partition.bench.close());
        siteBench.close();
        try {
            Utils.delete(stateDir.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
