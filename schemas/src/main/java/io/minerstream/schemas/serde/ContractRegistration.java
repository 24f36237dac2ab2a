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

/** Registers every contract before the first record, so that an incompatible one is found before anything is written. */
public final class ContractRegistration {

    /** A new schema must read everything that any earlier version wrote. */
    public static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

    /** Levels that promise at least as much. */
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
     * What {@link #ensure} would find and do.
     *
     * @param findings a sentence for each thing that keeps a contract from being registered
     * @param changes a line for each subject that would get a version or a compatibility
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
     * <p>The versions that are there are compared one by one, since the registry compares by the level that a subject has now,
     * which may be none at all; then the registry is asked whether it has something against it by its own rules.
     *
     * @param topics names of the topics; those without a contract of ours are passed over
     * @throws RegistryException when the registry refuses to be asked
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
                            "subject %s: this release must be able to read version %d, but cannot: at %s, %s; %s"
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

    /** A stricter level, which somebody has set on purpose, is left alone. */
    private static boolean isKept(Optional<String> level) {
        return level.filter(KEPT::contains).isPresent();
    }

    /**
     * Registers the contracts of some topics and sets the compatibility of their subjects. Idempotent.
     *
     * @param topics names of the topics; those without a contract of ours are passed over
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
                // First, so that the registry compares with the versions that are there, whatever its default is.
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
        besideOthers(() -> registry.register(subject, schema, false));
    }

    private static void setCompatibility(SchemaRegistry registry, String subject) {
        besideOthers(() -> registry.setCompatibility(subject, COMPATIBILITY));
    }

    /** Of two processes that make the same change at the same moment, Apicurio refuses one; asked again, it finds it made. */
    private static void besideOthers(Runnable change) {
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
