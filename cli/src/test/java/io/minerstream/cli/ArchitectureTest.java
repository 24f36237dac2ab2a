package io.minerstream.cli;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.minerstream", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("io.minerstream.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package can be understood and changed alone");

    @ArchTest
    static final ArchRule COMMANDS_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.minerstream.cli.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    alwaysTrue(),
                    resideInAnyPackage(
                            "io.minerstream.cli.option", "io.minerstream.cli.report", "io.minerstream.cli.terminal"))
            .because("what two commands share is an option, a report or work of module pipeline");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_KNOW_PICOCLI = noClasses()
            .that()
            .resideOutsideOfPackage("io.minerstream.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..")
            .because("work can be called without a command line");

    @ArchTest
    static final ArchRule REPORTS_KNOW_NO_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("io.minerstream.cli.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "io.minerstream.cli.option..", "io.minerstream.cli.terminal..")
            .because("a report is made of a result and a language alone");
}
