package io.minerstream.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.schemas.serde.ContractRegistration;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version that was ever published stays readable (BACKWARD_TRANSITIVE). Folder {@code avro/v1}, {@code v2}, ... holds
 * the published files unchanged: a new version adds a folder and edits none.
 */
class ContractEvolutionTest {

    private static final Path PUBLISHED = Path.of("src/test/resources/avro");

    /** One held version of one contract. */
    record Published(String version, Schema schema) {
        @Override
        public String toString() {
            return version + "/" + schema.getName();
        }
    }

    static Stream<Published> published() throws IOException {
        try (Stream<Path> versions = Files.list(PUBLISHED)) {
            return versions.sorted().toList().stream().flatMap(version -> parse(version).values().stream()
                    .map(schema -> new Published(version.getFileName().toString(), schema)));
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void shouldReadEveryPublishedVersion(Published published) {
        assertThat(incompatibility(today(published.schema().getFullName()), published.schema()))
                .isEmpty();
    }

    @Test
    void shouldHoldVersionOneOfEveryContract() throws IOException {
        assertThat(published().filter(held -> held.version().equals("v1")).map(held -> held.schema()
                        .getFullName()))
                .containsExactlyInAnyOrderElementsOf(
                        ContractRegistration.contracts(TopicNames.DEFAULT).values().stream()
                                .map(Schema::getFullName)
                                .toList());
    }

    @Test
    void shouldNotHoldMoreContractsInTheSourceThanAreRegistered() {
        assertThat(parse(Path.of("src/main/avro")).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ContractRegistration.contracts(TopicNames.DEFAULT).values().stream()
                                .map(Schema::getName)
                                .toList());
    }

    @Test
    void shouldNoticeANewFieldWithoutDefault() {
        assertChangeIsNoticed(
                "MinerTelemetry",
                text -> text.replace(
                        "{\"name\":\"hashrate\"", "{\"name\":\"pool\",\"type\":\"string\"},{\"name\":\"hashrate\""),
                "READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void shouldNoticeARenamedField() {
        assertChangeIsNoticed(
                "MinerTelemetry",
                text -> text.replace("\"power_consumption\"", "\"power\""),
                "READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void shouldNoticeANarrowedType() {
        assertChangeIsNoticed(
                "HostingMiner",
                text -> text.replaceFirst(
                        "\"name\":\"actual_power\",\"type\":\\[\"null\",\"double\"\\]",
                        "\"name\":\"actual_power\",\"type\":[\"null\",\"int\"]"),
                "MISSING_UNION_BRANCH");
    }

    @Test
    void shouldNoticeARemovedEnumSymbol() {
        assertChangeIsNoticed("TelemetryAlert", text -> text.replace("\"OFF_CADENCE\",", ""), "MISSING_ENUM_SYMBOLS");
    }

    @Test
    void shouldNoticeAFieldThatIsNoLongerNullable() {
        assertChangeIsNoticed(
                "MinerTelemetry",
                text -> text.replaceFirst(
                        "\"name\":\"temperature\",\"type\":\\[\"null\",\"double\"\\],",
                        "\"name\":\"temperature\",\"type\":\"double\","),
                "TYPE_MISMATCH");
    }

    private static void assertChangeIsNoticed(String name, UnaryOperator<String> change, String reason) {
        Schema held = parse(PUBLISHED.resolve("v1")).get(name);
        String changed = change.apply(held.toString());
        assertThat(changed).as("the change changes something").isNotEqualTo(held.toString());
        // Not validated: a default that no longer fits is part of some changes.
        Schema reader = new Schema.Parser().setValidateDefaults(false).parse(changed);

        assertThat(incompatibility(reader, held)).contains(reason);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(incompatibility(reader, held)).isEmpty());
    }

    /** Empty when {@code reader} reads everything that {@code writer} wrote, else what stands in the way. */
    private static String incompatibility(Schema reader, Schema writer) {
        SchemaPairCompatibility result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return result.getType() == SchemaCompatibilityType.COMPATIBLE
                ? ""
                : result.getResult().getIncompatibilities().toString();
    }

    private static Schema today(String fullName) {
        return ContractRegistration.contracts(TopicNames.DEFAULT).values().stream()
                .filter(schema -> schema.getFullName().equals(fullName))
                .findFirst()
                .orElseThrow(() -> new AssertionError(fullName + " was published, and is gone"));
    }

    /** The contracts of a folder by name; one parser reads all, since they refer to each other. */
    private static Map<String, Schema> parse(Path folder) {
        Schema.Parser parser = new Schema.Parser();
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".avsc", ""),
                            file -> parse(parser, file),
                            (left, right) -> left,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema parse(Schema.Parser parser, Path file) {
        try {
            return parser.parse(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
