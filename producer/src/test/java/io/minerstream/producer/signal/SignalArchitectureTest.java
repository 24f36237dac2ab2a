package io.minerstream.producer.signal;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.minerstream.producer.signal", importOptions = ImportOption.DoNotIncludeTests.class)
final class SignalArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_FUNCTIONS_WITH_ONE_RIGHT_RESULT = noClasses()
            .should()
            .callMethodWhere(
                    target(owner(type(Math.class)))
                            .and(
                                    target(
                                            nameMatching(
                                                    "sin|cos|tan|asin|acos|atan|atan2|exp|log|log10|cbrt|sinh|cosh|tanh|hypot|expm1|log1p|pow"))))
            .because("these may differ in the last bit between machines and JDKs: StrictMath has them with one result");
}
