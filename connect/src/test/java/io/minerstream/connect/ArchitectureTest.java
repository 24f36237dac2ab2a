package io.minerstream.connect;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.minerstream.connect", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String[] PLUGINS = {
        "io.minerstream.connect.converter", "io.minerstream.connect.limits", "io.minerstream.connect.plugin"
    };

    private static final String COPY_SINK = "io.minerstream.connect.copy..";

    @ArchTest
    static final ArchRule SIBLINGS_ARE_NOT_IMPORTED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.minerstream.producer..",
                    "io.minerstream.validator..",
                    "io.minerstream.stack..",
                    "io.minerstream.pipeline..",
                    "io.minerstream.cli..")
            .because("modules meet in schemas and in cli only");

    @ArchTest
    static final ArchRule PLUGINS_STAND_ALONE = noClasses()
            .that()
            .resideInAnyPackage(PLUGINS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.minerstream.connect.rest..",
                    "io.minerstream.connect.sink..",
                    "io.minerstream.connect.warehouse..",
                    "org.postgresql..",
                    "java.sql..")
            .because("they run inside the workers of others, whose plugin path holds neither");

    @ArchTest
    static final ArchRule THE_COPY_SINK_IS_FOR_ANY_TABLE = noClasses()
            .that()
            .resideInAPackage(COPY_SINK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.minerstream.connect.rest..",
                    "io.minerstream.connect.sink..",
                    "io.minerstream.connect.warehouse..",
                    "com.fasterxml..")
            .because("it runs inside the workers of others, and knows no table of ours");

    @ArchTest
    static final ArchRule ROWS_ARE_ENCODED_WITHOUT_A_DATABASE = noClasses()
            .that()
            .resideInAPackage("io.minerstream.connect.copy.encode..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.postgresql..", "java.sql..", "io.minerstream.connect.copy.table..")
            .because("the binary format is a function of value and type");

    @ArchTest
    static final ArchRule ONLY_PLUGINS_KNOW_CONNECTS_API = noClasses()
            .that()
            .resideOutsideOfPackages(PLUGINS)
            .and()
            .resideOutsideOfPackages("io.minerstream.connect.restart", COPY_SINK)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.connect..")
            .because("Connect's API is on the class path of a worker only; the rest speaks to Connect over HTTP");

    @ArchTest
    static final ArchRule SINKS_AND_WAREHOUSE_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAnyPackage("io.minerstream.connect.sink", "io.minerstream.connect.rest")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minerstream.connect.warehouse..", "org.postgresql..", "java.sql..")
            .because("the worker opens the sink's connections to the database, not this process");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.minerstream.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package must be understandable without those that use it");
}
