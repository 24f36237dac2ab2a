package io.minerstream.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.minerstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String REGISTRY_CLIENT = "..confluent..";
    private static final String RELOCATED = "org.apache.flink..";

    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_THE_CLIENT = noClasses()
            .that()
            .haveNameNotMatching(".*\\.serde\\.SchemaRegistry(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(REGISTRY_CLIENT, RELOCATED)
            .because(
                    "its package differs between Maven Central's relocated copy and Confluent's own artifact, and the build "
                            + "can switch the imports of one class only");

    /** Without this the rule above would hold of a class that was renamed or lost. */
    @ArchTest
    static final ArchRule THAT_CLASS_KNOWS_THE_CLIENT = classes()
            .that()
            .haveFullyQualifiedName("io.minerstream.schemas.serde.SchemaRegistry")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(REGISTRY_CLIENT)
            .because("it is the one that the rule above lets through");

    @ArchTest
    static final ArchRule DOMAIN_FACTS_ARE_PURE = noClasses()
            .that()
            .resideInAPackage("..schemas.miner..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "java.sql..", "javax.sql..", "org.postgresql..")
            .because("the generator and the validator compute with them in pure code, a million times a second");

    @ArchTest
    static final ArchRule FACTS_DO_NOT_KNOW_THE_WIRE = noClasses()
            .that()
            .resideInAnyPackage("..schemas.miner..", "..schemas.run..", "..schemas.topic..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..schemas.serde..")
            .because("how records travel may change without them");

    @ArchTest
    static final ArchRule NO_JDBC = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
            .because("every other module depends on this one, and only two of them have a database");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.minerstream.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package must be understandable without those that use it");
}
