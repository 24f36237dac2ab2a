package io.minerstream.it.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.minerstream.connect.copy.metrics.CopySinkMXBean;
import io.minerstream.it.ApiExampleIT;
import io.minerstream.schemas.bound.Bound;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/**
 * Everything in main code has a caller in main code. What tests alone call is dead weight, and so is a field or a record component that
 * is written and never read. Not seen: constants of primitives and strings, which javac copies to their users.
 */
class UnusedCodeTest {

    private static final String BENCHMARKS = "module benchmarks, which is not on the class path here";

    /** What is called from elsewhere, with who does. */
    private static final Map<String, String> CALLED_FROM_ELSEWHERE = Map.ofEntries(
            Map.entry(
                    "io.minerstream.schemas.serde.AvroRecordDeserializer.<init>()",
                    "Kafka creates it by the class name in a consumer's value.deserializer"),
            Map.entry(
                    "io.minerstream.stack.LocalStack.processIds()",
                    "tests kill processes of a stack, and see that none is left"),
            Map.entry(
                    "io.minerstream.validator.ValidatorConfig.of(java.lang.String, java.lang.String, java.nio.file.Path)",
                    "the defaults of a validator in Java, see docs/configuration.md"),
            Map.entry("io.minerstream.schemas.bound.Bound.min()", "tests try both ends of the bounds of each option"),
            Map.entry("io.minerstream.producer.publish.RunResult.bytesSent()", BENCHMARKS),
            Map.entry("io.minerstream.producer.signal.SignalProfile.signal()", BENCHMARKS),
            Map.entry("io.minerstream.stack.StackConfig.without(java.util.Set)", "module junit-support; " + BENCHMARKS),
            Map.entry("io.minerstream.stack.StackListener.NONE", BENCHMARKS),
            Map.entry(
                    "io.minerstream.stack.LocalStack.start(io.minerstream.stack.StackConfig, io.minerstream.stack.StackListener)",
                    BENCHMARKS));

    /** What a Connect worker and a JMX console find by themselves. */
    private static final List<Class<?>> PLUGINS = List.of(
            Converter.class, Transformation.class, ConnectRestExtension.class, SinkConnector.class, SinkTask.class);

    /** Avro generates classes with methods for every use. */
    private static final String GENERATED = "io.minerstream.avro";

    /** Records, or packages of records, that are printed as JSON by their components. */
    private static final Set<String> DOCUMENTS = Set.of(
            "io.minerstream.cli.report",
            "io.minerstream.validator.AlertDocument",
            "io.minerstream.validator.AlertDocument$Position",
            "io.minerstream.validator.delivery.Body$Message",
            "io.minerstream.validator.delivery.Body$Posted",
            "io.minerstream.validator.http",
            "io.minerstream.validator.state.MinerDay",
            "io.minerstream.validator.query.MinerView",
            "io.minerstream.validator.query.SiteQuery$Hour");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location ->
                    !location.contains("/test-classes/") || location.contains(ApiExampleIT.class.getSimpleName()))
            .importPackages("io.minerstream");

    @Test
    void shouldReachEverythingFromAnEntryPoint() {
        ReachableCode reachable =
                new ReachableCode(type -> type.getPackageName().startsWith("io.minerstream") && type.isFullyImported());
        for (JavaClass type : CLASSES) {
            type.tryGetMethod("main", String[].class).ifPresent(reachable::startAt);
            if (PLUGINS.stream().anyMatch(type::isAssignableTo)) {
                // A Connect worker finds it as a plugin.
                reachable.startAt(type);
            }
        }
        // A JMX console reads it.
        CLASSES.get(CopySinkMXBean.class).getMethods().forEach(reachable::startAt);
        // The documented API.
        CLASSES.get(ApiExampleIT.class).getMethods().forEach(reachable::startAt);
        List<JavaMember> calledFromElsewhere = ownClasses()
                .flatMap(type -> type.getMembers().stream())
                .filter(member -> CALLED_FROM_ELSEWHERE.containsKey(member.getFullName()))
                .filter(member -> !reachable.contains(member))
                .toList();
        calledFromElsewhere.forEach(reachable::startAt);

        assertThat(unused(reachable))
                .as("used by no main code: delete it, and the tests that have no other subject")
                .isEmpty();
        assertThat(calledFromElsewhere)
                .as("called by main code or gone: needs no entry")
                .extracting(JavaMember::getFullName)
                .containsExactlyInAnyOrderElementsOf(CALLED_FROM_ELSEWHERE.keySet());
    }

    @Test
    void shouldGiveEachClassANameOfItsOwn() {
        Map<String, List<String>> namesakes = ownClasses()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(namesakes.values().stream().filter(names -> names.size() > 1))
                .as("two things, one name: each gets a name that says which")
                .isEmpty();
    }

    private static Stream<JavaClass> ownClasses() {
        return CLASSES.stream()
                .filter(type -> !type.getPackageName().equals(GENERATED)
                        && !type.getName().startsWith(ApiExampleIT.class.getName()));
    }

    private static List<String> unused(ReachableCode reachable) {
        return ownClasses()
                .filter(type -> !type.isAnonymousClass() && !isConstantsOnly(type))
                .flatMap(type -> reachable.contains(type)
                        ? unusedMembers(type, reachable)
                        : Stream.of("class " + type.getName()))
                .sorted()
                .toList();
    }

    private static Stream<String> unusedMembers(JavaClass type, ReachableCode reachable) {
        return type.getMembers().stream()
                // Options name them in their annotations.
                .filter(member -> !member.getOwner().isEquivalentTo(Bound.class) || member instanceof JavaMethod)
                .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(Predicate.not(member -> isUsed(type, member, reachable)))
                .map(JavaMember::getFullName);
    }

    private static boolean isUsed(JavaClass type, JavaMember member, ReachableCode reachable) {
        if (member instanceof JavaField field) {
            return isUsed(type, field, reachable);
        }
        boolean isGenerated = member instanceof JavaStaticInitializer
                || isHiddenConstructor(member)
                || isAccessor(type, member)
                || type.isEnum() && Set.of("values", "valueOf").contains(member.getName());
        return isGenerated || reachable.contains(member);
    }

    private static boolean isUsed(JavaClass type, JavaField field, ReachableCode reachable) {
        if (type.isRecord() && isComponent(field)) {
            return reachable.reflects(type)
                    || DOCUMENTS.contains(type.getPackageName())
                    || DOCUMENTS.contains(type.getName())
                    || type.tryGetMethod(field.getName())
                            .filter(reachable::contains)
                            .isPresent()
                    || field.getAccessesToSelf().stream().anyMatch(access -> isRead(access, field.getName()));
        }
        if (type.isEnum() && field.getRawType().equals(type)) {
            return reachable.contains(field) || reachable.reflects(type) || isListed(type, reachable);
        }
        return isCopiedConstant(field) || reachable.contains(field);
    }

    private static boolean isComponent(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.STATIC);
    }

    private static boolean isAccessor(JavaClass type, JavaMember member) {
        return type.isRecord()
                && member instanceof JavaMethod method
                && method.getRawParameterTypes().isEmpty()
                && type.tryGetField(member.getName())
                        .filter(UnusedCodeTest::isComponent)
                        .isPresent();
    }

    private static boolean isRead(JavaFieldAccess access, String accessor) {
        return access.getAccessType() == AccessType.GET
                && !access.getOrigin().getName().equals(accessor);
    }

    private static boolean isListed(JavaClass enumType, ReachableCode reachable) {
        return enumType.getMethods().stream()
                .filter(method -> Set.of("values", "valueOf").contains(method.getName()))
                .anyMatch(reachable::contains);
    }

    private static boolean isHiddenConstructor(JavaMember member) {
        return member instanceof JavaConstructor constructor
                && constructor.getModifiers().contains(JavaModifier.PRIVATE)
                && constructor.getRawParameterTypes().isEmpty();
    }

    private static boolean isCopiedConstant(JavaField field) {
        return field.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL))
                && (field.getRawType().isPrimitive() || field.getRawType().isEquivalentTo(String.class));
    }

    private static boolean isConstantsOnly(JavaClass type) {
        return type.getMembers().stream()
                .allMatch(member ->
                        isHiddenConstructor(member) || member instanceof JavaField field && isCopiedConstant(field));
    }
}
