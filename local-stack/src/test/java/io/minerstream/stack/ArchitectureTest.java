package io.minerstream.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.minerstream.stack.process.ParentWatch;

@AnalyzeClasses(packages = "io.minerstream.stack", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PARENT_WATCH_STANDS_ALONE = classes()
            .that()
            .belongToAnyOf(ParentWatch.class)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..")
            .orShould()
            .onlyDependOnClassesThat()
            .belongToAnyOf(ParentWatch.class)
            .because("it runs in front of the registry, on whose class path nothing of ours may be needed");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.minerstream.(**)")
            .should()
            .beFreeOfCycles()
            .because("a component must be understandable without the others");

    @ArchTest
    static final ArchRule COMPONENTS_ARE_SIBLINGS = slices().matching(
                    "io.minerstream.stack.(broker|registry|connect|postgres)")
            .should()
            .notDependOnEachOther()
            .because("each component must be startable without the others");
}
