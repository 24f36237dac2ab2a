package io.minerstream.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.minerstream.pipeline", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_COMMAND = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minerstream.cli..", "picocli..", "org.jline..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.ResourceBundle")
            .because("a test, a web page and a load test call it too; texts for people are the command's");

    @ArchTest
    static final ArchRule PRINTS_NOTHING = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("results are records, and progress is told to listeners");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.minerstream.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package must be understandable without those that use it");
}
