package io.minerstream.schemas.serde;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.topic.TopicNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** Registers every contract before the first record, so that an incompatible one is found before anything is written. */
public final class ContractRegistration {

    /** A new schema must read everything that any earlier version wrote. */
    public static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

    private ContractRegistration() {}

    /** The value schema of each topic, by topic name, as the {@code .avsc} files have it. */
    public static Map<String, Schema> contracts(TopicNames names) {
        Map<String, Schema> contracts = new LinkedHashMap<>();
        contracts.put(names.telemetry(), MinerTelemetry.getClassSchema());
        contracts.put(names.miners(), HostingMiner.getClassSchema());
        contracts.put(names.watermarks(), Watermark.getClassSchema());
        contracts.put(names.runs(), SimulationRun.getClassSchema());
        contracts.put(names.strategies(), CurtailmentStrategy.getClassSchema());
        contracts.put(names.alerts(), TelemetryAlert.getClassSchema());
        contracts.put(names.verdicts(), WindowVerdict.getClassSchema());
        contracts.replaceAll((topic, schema) -> PortableSchema.of(schema));
        return contracts;
    }

    /**
     * Registers all contracts and sets the compatibility of their subjects. Idempotent.
     *
     * @throws RegistryException when a subject holds a version that our schema cannot read
     * @throws RegistryUnavailableException when the registry does not answer
     */
    public static void ensure(SchemaRegistry registry, TopicNames names) {
        ensure(registry, names, contracts(names).keySet());
    }

    /**
     * Registers the contracts of some topics and sets the compatibility of their subjects. Idempotent.
     *
     * @param topics names of the topics; those without a contract of ours are passed over
     * @throws RegistryException as {@link #ensure(SchemaRegistry, TopicNames)}
     * @throws RegistryUnavailableException when the registry does not answer
     */
    public static void ensure(SchemaRegistry registry, TopicNames names, Set<String> topics) {
        Map<String, Schema> contracts = contracts(names);
        contracts.keySet().retainAll(topics);
        Set<String> existing = Set.copyOf(registry.subjects());
        contracts.forEach((topic, schema) -> {
            String subject = SubjectName.ofValue(topic);
            if (existing.contains(subject)) {
                // First, so that the registry compares with the versions that are there, whatever its default is.
                registry.setCompatibility(subject, COMPATIBILITY);
                registry.register(subject, schema, false);
            } else {
                // Apicurio knows no compatibility of a subject that does not exist.
                registry.register(subject, schema, false);
                registry.setCompatibility(subject, COMPATIBILITY);
            }
        });
    }
}
