package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;

/** Holds answers to an OpenAPI 3.1 description: status, media type and body must be described. */
final class OpenApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode description;

    OpenApi(String description) throws Exception {
        this.description = MAPPER.readTree(description);
        assertThat(this.description.path("openapi").asText()).startsWith("3.1.");
    }

    /**
     * The body of an answer to a GET, after the check.
     *
     * @param path as the description has it, for example {@code /api/miners/{id}}
     */
    JsonNode checked(String path, HttpResponse<String> answer) throws Exception {
        JsonNode responses = description.path("paths").path(path).path("get").path("responses");
        JsonNode response = resolved(responses.path(Integer.toString(answer.statusCode())));
        assertThat(response.isMissingNode())
                .as("%s: status %s must be described: %s", path, answer.statusCode(), answer.body())
                .isFalse();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode())
                .as("%s: %s must be described", path, type)
                .isFalse();
        JsonNode body = MAPPER.readTree(answer.body());
        // References of the schema go into the components of the whole description.
        ObjectNode whole = MAPPER.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", description.path("components"));
        assertThat(schemas.getSchema(whole)
                        .validate(
                                body,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as("%s: %s", path, answer.body())
                .isEmpty();
        return body;
    }

    /** What a reference of the description refers to. */
    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode()
                ? node
                : description.at(reference.asText().substring(1));
    }
}
