package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.minerstream.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds results of load tests to their published form, and keeps their reports for {@code .ci/report}. */
final class LoadResults {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Main.class.getResourceAsStream("/io/minerstream/cli/report/load-test.schema.json"));

    private LoadResults() {}

    static void requireForm(JsonNode result) {
        assertThat(SCHEMA.validate(result.toString(), InputFormat.JSON)).isEmpty();
    }

    /** Where a report goes. */
    static Path report(String name) throws IOException {
        Path file = Files.createDirectories(Path.of("target/load-reports")).resolve(name + ".html");
        Files.deleteIfExists(file);
        return file;
    }
}
