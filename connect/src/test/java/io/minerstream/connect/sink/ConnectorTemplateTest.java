package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorTemplateTest {

    private static final String TWO_PLACEHOLDERS =
            """
            {"name": "{{n}}-sink", "config": {"topics": "{{t}},{{t}}-copy", "tasks.max": 2, "flag": true}}""";

    @Test
    void shouldListPlaceholdersOfTheTelemetrySink() {
        assertThat(ConnectorTemplate.bundled("miner-telemetry-sink").placeholders())
                .containsExactly(
                        "connector.name",
                        "database.parameters",
                        "database.password",
                        "database.schema",
                        "database.url",
                        "database.user",
                        "registry.url",
                        "topics.dead.letters",
                        "topics.replication.factor",
                        "topics.telemetry");
    }

    @Test
    void shouldListPlaceholdersOfTheStrategySink() {
        assertThat(ConnectorTemplate.bundled("curtailment-strategies-sink").placeholders())
                .containsExactly(
                        "connector.name",
                        "database.parameters",
                        "database.password",
                        "database.schema",
                        "database.url",
                        "database.user",
                        "registry.url",
                        "topics.dead.letters",
                        "topics.replication.factor",
                        "topics.strategies");
    }

    @Test
    void shouldFillEveryPlaceholder() {
        ConnectorDefinition filled =
                ConnectorTemplate.parse("x.json", TWO_PLACEHOLDERS).fill(Map.of("n", "miner", "t", "a"));

        assertThat(filled.name()).isEqualTo("miner-sink");
        assertThat(filled.config()).isEqualTo(Map.of("topics", "a,a-copy", "tasks.max", "2", "flag", "true"));
    }

    @Test
    void shouldTakeValuesAsTheyAre() {
        ConnectorDefinition filled = ConnectorTemplate.parse("x.json", TWO_PLACEHOLDERS)
                .fill(Map.of("n", "a\"},\"config\":{\"b", "t", "$1\\{{n}}${file:/s:p}"));

        assertThat(filled.name()).isEqualTo("a\"},\"config\":{\"b-sink");
        assertThat(filled.config())
                .containsEntry("topics", "$1\\{{n}}${file:/s:p},$1\\{{n}}${file:/s:p}-copy")
                .hasSize(3);
    }

    @Test
    void shouldLeaveReferencesOfTheWorkerAlone() {
        ConnectorDefinition filled = ConnectorTemplate.parse(
                        "x.json", "{\"name\":\"s\",\"config\":{\"connection.password\":\"${file:/s.properties:db}\"}}")
                .fill(Map.of());

        assertThat(filled.config()).containsEntry("connection.password", "${file:/s.properties:db}");
    }

    @Test
    void shouldNameEveryPlaceholderWithoutValue() {
        ConnectorTemplate template = ConnectorTemplate.parse("x.json", TWO_PLACEHOLDERS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.fill(Map.of()))
                .withMessage("x.json: must be given a value for each placeholder, got none for [n, t]");
    }

    @Test
    void shouldNameEveryValueWithoutPlaceholder() {
        ConnectorTemplate template = ConnectorTemplate.parse("x.json", TWO_PLACEHOLDERS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.fill(Map.of("n", "1", "t", "2", "z", "3", "y", "4")))
                .withMessage("x.json: has no placeholder [y, z]; it has [n, t]");
    }

    @Test
    void shouldNameMissingAndUnknownTogether() {
        ConnectorTemplate template = ConnectorTemplate.parse("x.json", TWO_PLACEHOLDERS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.fill(Map.of("n", "1", "topic", "2")))
                .withMessage("x.json: must be given a value for each placeholder, got none for [t]; "
                        + "has no placeholder [topic]; it has [n, t]");
    }

    @Test
    void shouldNameBundledTemplateThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorTemplate.bundled("none"))
                .withMessage("connector template: must be one of the jar's, got 'none'");
    }

    @Test
    void shouldSayWhereTheJsonIsBroken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorTemplate.parse("x.json", "{\"name\": \"a\",\n oops}"))
                .withMessageStartingWith("x.json: must be JSON, got Unexpected character ('o'")
                .withMessageEndingWith(" at line 2");
    }

    @Test
    void shouldRefuseJsonThatIsNoConnector() {
        for (String text :
                new String[] {"", "[]", "{\"name\":\"a\"}", "{\"name\":1,\"config\":{}}", "{\"config\":{}}"}) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> ConnectorTemplate.parse("x.json", text))
                    .withMessage("x.json: must be {\"name\": ..., \"config\": {...}}, got other fields");
        }
    }

    @Test
    void shouldRefuseSettingThatIsNoPlainValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorTemplate.parse("x.json", "{\"name\":\"a\",\"config\":{\"topics\":[\"t\"]}}"))
                .withMessage("x.json: topics: must be a text, a number or true/false, got ARRAY");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorTemplate.parse("x.json", "{\"name\":\"a\",\"config\":{\"topics\":null}}"))
                .withMessage("x.json: topics: must be a text, a number or true/false, got NULL");
    }

    @Test
    void shouldRefuseBlankNameOfConnector() {
        ConnectorTemplate template = ConnectorTemplate.parse("x.json", "{\"name\":\"{{n}}\",\"config\":{}}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.fill(Map.of("n", " ")))
                .withMessage("connector name: must not be blank, got ' '");
    }

    @Test
    void shouldShowNoValuesOfDefinition() {
        ConnectorDefinition definition =
                new ConnectorDefinition("s", Map.of("topics", "t", "connection.password", "hunter2"));

        assertThat(definition).hasToString("ConnectorDefinition[name=s, settings=[connection.password, topics]]");
        assertThat(definition.namedConfig())
                .isEqualTo(Map.of("name", "s", "topics", "t", "connection.password", "hunter2"));
    }
}
