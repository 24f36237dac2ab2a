package io.minerstream.schemas.serde;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.topic.TopicNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Registers all contracts before the first record, so that an incompatible one is found before anything is written. */
public final class ContractRegistration {

    /** A new schema must read the data of all earlier versions. */
    public static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

    /** Levels that are at least as strict. */
    private static final Set<String> KEPT = Set.of(COMPATIBILITY, "FULL_TRANSITIVE");

    private static final String ELSEWHERE = "delete the version, or use another --topic-prefix";

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
     * The findings and changes of {@link #ensure}, before it acts.
     *
     * @param findings a sentence for each contract that cannot be registered
     * @param changes a line for each new version or compatibility of a subject
     */
    public record Inspection(List<String> findings, List<String> changes) {

        public Inspection {
            findings = List.copyOf(findings);
            changes = List.copyOf(changes);
        }
    }

    /**
     * Compares the contracts of some topics with what the registry has. Registers and changes nothing.
     *
     * <p>Compares all versions one by one, since the registry compares by the current level of the subject, which may be NONE. Then
     * asks the registry to check compatibility by its own rules.
     *
     * @param topics names of the topics; topics without a contract are skipped
     * @throws RegistryException when the registry refuses a request
     * @throws RegistryUnavailableException when the registry does not answer
     */
    public static Inspection inspect(SchemaRegistry registry, TopicNames names, Set<String> topics) {
        List<String> findings = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        Map<String, Schema> contracts = contracts(names);
        contracts.keySet().retainAll(topics);
        Set<String> existing = Set.copyOf(registry.subjects());
        contracts.forEach((topic, schema) -> {
            String subject = SubjectName.ofValue(topic);
            if (!existing.contains(subject)) {
                changes.add(subject + ": version 1, " + COMPATIBILITY);
                return;
            }
            Optional<String> level = registry.compatibility(subject);
            if (!isKept(level)) {
                changes.add(
                        "%s: %s instead of %s".formatted(subject, COMPATIBILITY, level.orElse("no level of its own")));
            }
            List<RegisteredSchema> versions = registry.versions(subject);
            if (versions.stream().noneMatch(version -> version.schema().equals(schema))) {
                findings.addAll(findings(registry, subject, schema, versions));
                changes.add(subject + ": one more version");
            }
        });
        return new Inspection(findings, changes);
    }

    private static List<String> findings(
            SchemaRegistry registry, String subject, Schema schema, List<RegisteredSchema> versions) {
        List<String> findings = new ArrayList<>();
        for (RegisteredSchema version : versions) {
            SchemaCompatibility.checkReaderWriterCompatibility(schema, version.schema())
                    .getResult()
                    .getIncompatibilities()
                    .stream()
                    .findFirst()
                    .ifPresent(reason -> findings.add(
                            "subject %s: this release must be able to read version %s, but cannot: at %s, %s; %s"
                                    .formatted(
                                            subject,
                                            version.version(),
                                            reason.getLocation(),
                                            reason.getMessage(),
                                            ELSEWHERE)));
        }
        if (findings.isEmpty()) {
            List<String> refusal = registry.incompatibilities(subject, schema);
            if (!refusal.isEmpty()) {
                findings.add("subject %s: the registry must take the schema of this release, but refuses it: %s; %s"
                        .formatted(subject, refusal.get(0), ELSEWHERE));
            }
        }
        return findings;
    }

    /** A stricter level is kept: somebody has set it on purpose. */
    private static boolean isKept(Optional<String> level) {
        return level.filter(KEPT::contains).isPresent();
    }

    /**
     * Registers the contracts of some topics and sets the compatibility of their subjects. Idempotent.
     *
     * @param topics names of the topics; topics without a contract are skipped
     * @throws RegistryException when a subject holds a version that our schema cannot read
     * @throws RegistryUnavailableException when the registry does not answer
     */
    public static void ensure(SchemaRegistry registry, TopicNames names, Set<String> topics) {
        Map<String, Schema> contracts = contracts(names);
        contracts.keySet().retainAll(topics);
        Set<String> existing = Set.copyOf(registry.subjects());
        contracts.forEach((topic, schema) -> {
            String subject = SubjectName.ofValue(topic);
            if (existing.contains(subject)) {
                // First, so that the registry compares with all existing versions, independent of its default.
                if (!isKept(registry.compatibility(subject))) {
                    setCompatibility(registry, subject);
                }
                register(registry, subject, schema);
            } else {
                // Apicurio knows no compatibility of a subject that does not exist.
                register(registry, subject, schema);
                setCompatibility(registry, subject);
            }
        });
    }

    private static void register(SchemaRegistry registry, String subject, Schema schema) {
        retryOnce(() -> registry.register(subject, schema, false));
    }

    private static void setCompatibility(SchemaRegistry registry, String subject) {
        retryOnce(() -> registry.setCompatibility(subject, COMPATIBILITY));
    }

    /** Apicurio refuses one of two concurrent identical changes; the retry finds the change made. */
    private static void retryOnce(Runnable change) {
        try {
            change.run();
        } catch (RegistryException e) {
            try {
                change.run();
            } catch (RegistryException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }
}
