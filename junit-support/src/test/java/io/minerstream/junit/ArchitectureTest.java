package io.minerstream.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.minerstream", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_COMMAND = noClasses()
            .that()
            .resideInAPackage("io.minerstream.junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minerstream.cli..", "picocli..")
            .because("it stands beside the command, and brings none of its libraries to its users");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_IT = noClasses()
            .that()
            .resideOutsideOfPackage("io.minerstream.junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minerstream.junit..", "org.junit..")
            .because("only the tests of users need JUnit");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.minerstream.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package must be understandable without those that use it");
}
