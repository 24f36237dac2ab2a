package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.input.InputDeserializer;
import io.minerstream.validator.input.ReadProgress;
import io.minerstream.validator.input.Repartition;
import io.minerstream.validator.input.TelemetrySource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.DslStoreSuppliers;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Connects the three co-partitioned inputs to {@link ValidatorProcessor}, its findings through an internal topic to {@link
 * SiteProcessor}, and the alerts and verdicts of that to their topics.
 */
public final class ValidatorTopology {

    /** Where {@link ValidatorProcessor} forwards to: its findings, announced windows of event time, refused readings. */
    static final String FINDINGS = "findings";

    static final String ANNOUNCEMENTS = "announcements";
    static final String QUARANTINE = "quarantine";

    /** Where {@link SiteProcessor} forwards to. */
    static final String ALERTS = "alerts";

    static final String VERDICTS = "verdicts";

    private static final String JUDGE = "judge";
    private static final String MERGE = "merge";

    private ValidatorTopology() {}

    /**
     * Builds the topology.
     *
     * @param topics names of the topics that are read and written
     * @param source where the readings come from
     * @param settings length of windows and of waits
     * @param progress what has been processed
     * @param partitions number of partitions of the inputs; called by stream threads
     * @param registryConfig see {@code io.minerstream.schemas.serde.RegistryConfig}
     * @param streams the settings that the topology will run with; some of them, such as {@code
     *     ensure.explicit.internal.resource.naming}, take effect only here
     */
    public static Topology build(
            TopicNames topics,
            TelemetrySource source,
            JudgeSettings settings,
            ReadProgress progress,
            IntSupplier partitions,
            Map<String, ?> registryConfig,
            StreamsConfig streams) {
        return build(topics, source, settings, StateBounds.DEFAULT, progress, partitions, registryConfig, streams);
    }

    static Topology build(
            TopicNames topics,
            TelemetrySource source,
            JudgeSettings settings,
            StateBounds bounds,
            ReadProgress progress,
            IntSupplier partitions,
            Map<String, ?> registryConfig,
            StreamsConfig streams) {
        Serde<TelemetryAlert> alerts = AvroRecordSerde.of(TelemetryAlert.class, registryConfig);
        Serde<WindowVerdict> verdicts = AvroRecordSerde.of(WindowVerdict.class, registryConfig);
        DslStoreSuppliers large =
                streams.getConfiguredInstance(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, DslStoreSuppliers.class);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(streams));
        inputs(builder, topics, source, registryConfig)
                .process(
                        supplier(
                                () -> new ValidatorProcessor(
                                        settings, bounds, topics, source, progress, partitions, registryConfig),
                                Stores.ofValidator(alerts, topics.alerts(), settings.policies(), large)),
                        Named.as(JUDGE))
                .map((site, finding) -> new KeyValue<>((String) site, (Finding) finding), Named.as(FINDINGS))
                // One partition: there are few of them per window and site, and a site is in all partitions of the
                // inputs.
                .repartition(Repartitioned.<String, Finding>as(FINDINGS)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(FindingSerde.create(verdicts, alerts, topics))
                        .withNumberOfPartitions(1))
                .process(
                        supplier(
                                () -> new SiteProcessor(
                                        settings.retention(),
                                        settings.policies().grouping(),
                                        bounds),
                                Stores.ofSites(verdicts, alerts, topics, large)),
                        Named.as(MERGE));
        StringSerializer texts = new StringSerializer();
        ByteArraySerializer bytes = new ByteArraySerializer();
        return builder.build()
                .addSink(QUARANTINE, topics.quarantine(), bytes, bytes, JUDGE)
                .addSink(
                        ANNOUNCEMENTS,
                        topics.watermarks(),
                        new IntegerSerializer(),
                        AvroRecordSerde.of(Watermark.class, registryConfig).serializer(),
                        (topic, partition, watermark, count) -> Optional.of(Set.of(partition)),
                        JUDGE)
                .addSink(ALERTS, topics.alerts(), texts, alerts.serializer(), MERGE)
                .addSink(VERDICTS, topics.verdicts(), texts, verdicts.serializer(), MERGE);
    }

    private static KStream<Integer, Object> inputs(
            StreamsBuilder builder, TopicNames topics, TelemetrySource source, Map<String, ?> registryConfig) {
        Consumed<Integer, Object> input = input(topics, registryConfig);
        if (!source.isRepartitioned()) {
            return builder.stream(List.of(source.topic(), topics.miners(), topics.watermarks()), input);
        }
        return builder.stream(List.of(topics.miners(), topics.watermarks()), input)
                .merge(
                        Repartition.of(builder, source, ValidatorTopology::timestamp, registryConfig),
                        Named.as("with-readings"));
    }

    private static Consumed<Integer, Object> input(TopicNames topics, Map<String, ?> registryConfig) {
        Serde<Object> values = Serdes.serdeFrom(
                (topic, value) -> {
                    throw new UnsupportedOperationException("inputs are only read");
                },
                new InputDeserializer(topics, registryConfig));
        return Consumed.with(Serdes.Integer(), values)
                .withTimestampExtractor(ValidatorTopology::timestamp)
                .withName("inputs");
    }

    /** Streams would stop at a record without timestamp; here time only affects the choice among the inputs. */
    private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTimeMs);
    }

    private static <K, V, L, W> ProcessorSupplier<K, V, L, W> supplier(
            Supplier<Processor<K, V, L, W>> processor, Set<StoreBuilder<?>> stores) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<K, V, L, W> get() {
                return processor.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return stores;
            }
        };
    }
}
