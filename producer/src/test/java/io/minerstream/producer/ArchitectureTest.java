package io.minerstream.producer;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

@AnalyzeClasses(packages = "io.minerstream.producer", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule PURE_CODE_KNOWS_NO_SERVERS = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.minerstream.producer.signal",
                    "io.minerstream.producer.fleet",
                    "io.minerstream.producer.fleet.file",
                    "io.minerstream.producer.fleet.schedule",
                    "io.minerstream.producer.run",
                    "io.minerstream.producer.pacing")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "java.sql..", "javax.sql..", "java.net..")
            .because("signals, fleets, plans and schedules must be computable alone, in any order and on any machine");

    @ArchTest
    static final ArchRule SIGNALS_LOOK_AT_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage("io.minerstream.producer.signal", "io.minerstream.producer.fleet..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Random.class, ThreadLocalRandom.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random")
            .because(
                    "a reading is a function of seed, miner and hour, so that the same run gives the same bytes again");

    @ArchTest
    static final ArchRule SCHEDULES_LOOK_AT_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("io.minerstream.producer.pacing")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Random.class, ThreadLocalRandom.class)
            .orShould()
            .accessTargetWhere(targetOwner(assignableTo(System.class)))
            .orShould()
            .callMethod(Math.class, "random")
            .because(
                    "a schedule counts from its start, and the pacer is handed its clock, so that both can be tested without"
                            + " waiting");

    @ArchTest
    static final ArchRule SIGNALS_KNOW_NO_FLEETS_AND_NO_RUNS = noClasses()
            .that()
            .resideInAPackage("io.minerstream.producer.signal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.minerstream.producer.fleet..",
                    "io.minerstream.producer.run..",
                    "io.minerstream.producer.kafka..",
                    "io.minerstream.producer.preflight..",
                    "io.minerstream.producer.publish..",
                    "io.minerstream.producer.record..",
                    "io.minerstream.producer.roster..",
                    "io.minerstream.producer.strategy..")
            .because("a signal can be asked for any miner at any time, whatever fleet or run it belongs to");

    @ArchTest
    static final ArchRule ONLY_WRITERS_KNOW_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.minerstream.producer.kafka",
                    "io.minerstream.producer.load",
                    "io.minerstream.producer.preflight",
                    "io.minerstream.producer.publish",
                    "io.minerstream.producer.record",
                    "io.minerstream.producer.roster",
                    "io.minerstream.producer.strategy")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .because("the generator must be usable without a broker, for files and for checks");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES = slices().matching("io.minerstream.producer.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package that can be read alone is one that nothing below it depends on");

    @ArchTest
    static final ArchRule FLEETS_KNOW_NO_SOURCES = noClasses()
            .that()
            .resideInAPackage("io.minerstream.producer.fleet")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minerstream.producer.fleet.file..", "io.minerstream.producer.fleet.database..")
            .because("a fleet is the same wherever its miners come from");

    @ArchTest
    static final ArchRule SIBLINGS_ARE_NOT_IMPORTED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.minerstream.validator..",
                    "io.minerstream.connect..",
                    "io.minerstream.stack..",
                    "io.minerstream.pipeline..",
                    "io.minerstream.cli..")
            .because("modules meet in schemas and in cli only");
}
