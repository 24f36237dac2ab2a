package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema takes all that a load test can say, and nothing else. {@code LoadTestCommandIT} holds it to real results. */
class LoadTestSchemaTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ChartLibrary.text("load-test.schema.json"));

    static Stream<String> results() {
        return Stream.of(
                        LoadTestDocument.of(LoadTestSamples.failed(), LoadTestSamples.SETUP),
                        LoadTestDocument.of(LoadTestSamples.passed(), LoadTestSamples.SETUP),
                        LoadTestDocument.of(LoadTestSamples.undecided(), LoadTestSamples.SETUP),
                        LoadSearchDocument.of(LoadTestSamples.found(), LoadTestSamples.SETUP))
                .map(Json::pretty);
    }

    @ParameterizedTest
    @MethodSource("results")
    void shouldTakeResults(String result) {
        assertThat(SCHEMA.validate(result, InputFormat.JSON)).isEmpty();
    }

    @Test
    void shouldRefuseWhatItDoesNotDescribe() {
        String result = Json.pretty(LoadTestDocument.of(LoadTestSamples.passed(), LoadTestSamples.SETUP));

        assertThat(SCHEMA.validate(result.replaceFirst("\\{", "{\"other\":1,"), InputFormat.JSON))
                .isNotEmpty();
        assertThat(SCHEMA.validate(result.replace("\"unread\" : 0", "\"unread\" : -1"), InputFormat.JSON))
                .isNotEmpty();
    }
}
