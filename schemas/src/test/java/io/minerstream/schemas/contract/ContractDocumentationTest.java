package io.minerstream.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.serde.ContractRegistration;
import io.minerstream.schemas.topic.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The contracts are read by people who do not have our code: each part says what it is. */
class ContractDocumentationTest {

    /** Quantity by the words of a field's name, and the unit that its doc must name. */
    private static final Map<Pattern, String> UNITS = Map.of(
            Pattern.compile(".*hashrate"), "TH/s",
            Pattern.compile(".*_power|power|power_consumption"), "W",
            Pattern.compile("temperature"), "degC",
            Pattern.compile("fan_speed"), "RPM",
            Pattern.compile(".*_seconds"), "seconds",
            Pattern.compile(".*_shares"), "Shares",
            Pattern.compile(".*_weight|.*_threshold"), "0 to 1",
            Pattern.compile(".*_limit"), "unit");

    @Test
    void shouldDocumentEveryRecord() {
        assertThat(named().filter(schema -> schema.getType() == Schema.Type.RECORD))
                .hasSizeGreaterThanOrEqualTo(12)
                .allSatisfy(schema ->
                        assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank());
    }

    @Test
    void shouldDocumentEveryField() {
        assertThat(fields())
                .hasSizeGreaterThan(80)
                .allSatisfy((name, field) -> assertThat(field.doc()).as(name).isNotBlank());
    }

    @Test
    void shouldExplainEverySymbolOfTheRules() {
        Schema rule = named().filter(schema -> schema.getName().equals("Rule"))
                .findFirst()
                .orElseThrow();

        assertThat(rule.getEnumSymbols())
                .allSatisfy(symbol -> assertThat(rule.getDoc()).contains(symbol + ": "));
    }

    @Test
    void shouldNameTheUnitOfEveryQuantity() {
        List<String> checked = new ArrayList<>();
        fields().forEach((name, field) -> UNITS.forEach((quantity, unit) -> {
            if (quantity.matcher(field.name()).matches()) {
                checked.add(name);
                assertThat(field.doc()).as(name).containsPattern("(^|\\W)" + Pattern.quote(unit) + "(\\W|$)");
            }
        }));
        assertThat(checked)
                .contains(
                        "MinerTelemetry.hashrate",
                        "MinerTelemetry.power_consumption",
                        "MinerTelemetry.temperature",
                        "MinerTelemetry.fan_speed",
                        "HostingMiner.reference_hashrate",
                        "HostingMiner.actual_power",
                        "StatusSummary.hashrate",
                        "TelemetryAlert.lower_limit",
                        "Watermark.interval_seconds");
    }

    /** A number that is neither counted nor named in {@link #UNITS} would be a quantity without a unit. */
    @Test
    void shouldKnowEveryFractionalField() {
        assertThat(fields().entrySet().stream()
                        .filter(entry -> isFractional(entry.getValue().schema()))
                        .filter(entry -> UNITS.keySet().stream().noneMatch(quantity -> quantity.matcher(
                                        entry.getValue().name())
                                .matches()))
                        .map(Map.Entry::getKey))
                // Of whatever the rule or the metric is, as their own docs say; and a number without unit.
                .containsExactlyInAnyOrder(
                        "MetricSummary.max",
                        "MetricSummary.min",
                        "MetricSummary.sum",
                        "SimulationRun.pool_difficulty",
                        "TelemetryAlert.expected",
                        "TelemetryAlert.observed");
    }

    @Test
    void shouldSayInWhichZoneRangesAre() {
        assertThat(fields().get("MinerTelemetry.recorded_at").doc()).contains("UTC");
        assertThat(fields().get("SimulationRun.from").doc())
                .contains("inclusive")
                .contains("UTC");
        assertThat(fields().get("SimulationRun.to").doc()).contains("exclusive");
    }

    private static boolean isFractional(Schema schema) {
        return switch (schema.getType()) {
            case DOUBLE, FLOAT -> true;
            case UNION -> schema.getTypes().stream().anyMatch(ContractDocumentationTest::isFractional);
            default -> false;
        };
    }

    private static Map<String, Schema.Field> fields() {
        Map<String, Schema.Field> fields = new TreeMap<>();
        named().filter(schema -> schema.getType() == Schema.Type.RECORD).forEach(schema -> schema.getFields()
                .forEach(field -> fields.put(schema.getName() + "." + field.name(), field)));
        return fields;
    }

    private static Stream<Schema> named() {
        Map<String, Schema> named = new TreeMap<>();
        ContractRegistration.contracts(TopicNames.DEFAULT).values().forEach(schema -> collect(schema, named));
        return named.values().stream();
    }

    private static void collect(Schema schema, Map<String, Schema> named) {
        switch (schema.getType()) {
            case RECORD -> {
                named.put(schema.getFullName(), schema);
                schema.getFields().forEach(field -> collect(field.schema(), named));
            }
            case ENUM, FIXED -> named.put(schema.getFullName(), schema);
            case ARRAY -> collect(schema.getElementType(), named);
            case MAP -> collect(schema.getValueType(), named);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, named));
            default -> {
                // A primitive has no name and no doc.
            }
        }
    }
}
