package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.validator.policy.Policies;
import java.io.File;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.DslStoreSuppliers;
import org.apache.kafka.streams.state.StoreBuilder;

/** State stores that outlive a processor, and contexts to run one after the other on them. */
final class ProcessorBench implements AutoCloseable {

    private final List<StateStore> stores;
    private final Properties properties = new Properties();
    private final TaskId taskId;
    private final File stateDir;

    ProcessorBench(Collection<StoreBuilder<?>> builders, File stateDir) {
        this(builders, stateDir, 0);
    }

    private ProcessorBench(Collection<StoreBuilder<?>> builders, File stateDir, int partition) {
        this.stateDir = stateDir;
        this.taskId = new TaskId(0, partition);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        MockProcessorContext<Object, Object> owner = new MockProcessorContext<>(properties, taskId, stateDir);
        stores = builders.stream()
                .<StateStore>map(builder ->
                        builder.withLoggingDisabled().withCachingDisabled().build())
                .toList();
        stores.forEach(store -> store.init(owner.getStateStoreContext(), store));
    }

    /** The stores of {@link ValidatorProcessor}. */
    static ProcessorBench ofValidator(File stateDir) {
        return ofValidator(stateDir, 0, Policies.DEFAULT, BuiltInDslStoreSuppliers.ROCKS_DB);
    }

    /** The same for a partition. */
    static ProcessorBench ofValidator(File stateDir, int partition, Policies policies, DslStoreSuppliers suppliers) {
        return new ProcessorBench(
                Stores.ofValidator(
                        AvroRecordSerde.of(TelemetryAlert.class, ValidatorHarness.REGISTRY),
                        ValidatorHarness.TOPICS.alerts(),
                        policies,
                        suppliers),
                stateDir,
                partition);
    }

    /** The stores of {@link SiteProcessor}. */
    static ProcessorBench ofSites(File stateDir) {
        return new ProcessorBench(
                Stores.ofSites(
                        AvroRecordSerde.of(WindowVerdict.class, ValidatorHarness.REGISTRY),
                        AvroRecordSerde.of(TelemetryAlert.class, ValidatorHarness.REGISTRY),
                        ValidatorHarness.TOPICS,
                        BuiltInDslStoreSuppliers.ROCKS_DB),
                stateDir);
    }

    <K, V> MockProcessorContext<K, V> context() {
        MockProcessorContext<K, V> context = new MockProcessorContext<>(properties, taskId, stateDir);
        stores.forEach(context::addStateStore);
        context.setCurrentSystemTimeMs(ValidatorHarness.NOW.toEpochMilli());
        return context;
    }

    static <K, V> List<Record<K, V>> drain(MockProcessorContext<K, V> context) {
        List<Record<K, V>> records = context.forwarded().stream()
                .<Record<K, V>>map(forward -> new Record<>(
                        forward.record().key(),
                        forward.record().value(),
                        forward.record().timestamp(),
                        forward.record().headers()))
                .toList();
        context.resetForwards();
        return records;
    }

    @Override
    public void close() {
        stores.forEach(StateStore::close);
    }
}
