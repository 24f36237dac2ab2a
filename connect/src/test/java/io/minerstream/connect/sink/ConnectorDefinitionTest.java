package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorDefinitionTest {

    @Test
    void shouldRefuseBlankNameOfConnector() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectorDefinition(" ", Map.of()))
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
