package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI description names every value of the enums. {@code ValidatorHttpIT} holds it to the answers. */
class DescriptionTest {

    @ParameterizedTest
    @MethodSource("enums")
    void shouldNameEveryValue(String schema, Enum<?>[] values) throws Exception {
        try (InputStream in = HttpHandler.class.getResourceAsStream("openapi.json")) {
            JsonNode described = new ObjectMapper().readTree(in).at("/components/schemas/" + schema + "/enum");

            assertThat(described)
                    .map(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(values).map(Enum::name).toList());
        }
    }

    static List<Arguments> enums() {
        return List.of(
                Arguments.of("Rule", Rule.values()),
                Arguments.of("AlertState", AlertState.values()),
                Arguments.of("Severity", Severity.values()),
                Arguments.of("StreamsState", State.values()));
    }
}
