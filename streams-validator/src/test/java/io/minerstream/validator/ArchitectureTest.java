package io.minerstream.validator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.minerstream.validator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule RULES_KNOW_NEITHER_KAFKA_NOR_A_CLOCK = noClasses()
            .that()
            .resideInAnyPackage("..rule..", "..policy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.yaml..", "..topology..", "..state..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .because("a rule that can be run on any records, at any time, is one that can be tested");

    @ArchTest
    static final ArchRule STATE_KNOWS_NO_TOPOLOGY = noClasses()
            .that()
            .resideInAPackage("..state..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..topology..")
            .because("what is stored must not depend on how it is processed");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.minerstream.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package must be understandable without those that use it");
}
