package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.serde.RegistryServer.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A schema that refers to one of another subject: its text alone is no schema. */
class ReferencedSchemaTest {

    private static final String PLACE =
            "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"a.Place\\\",\\\"fields\\\":[{\\\"name\\\":\\\"name\\\",\\\"type\\\":\\\"string\\\"}]}";
    private static final String SITE =
            "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"a.Site\\\",\\\"fields\\\":[{\\\"name\\\":\\\"place\\\",\\\"type\\\":\\\"a.Place\\\"}]}";
    private static final String REFERENCES =
            "\"references\":[{\"name\":\"a.Place\",\"subject\":\"places\",\"version\":1}]";
    private static final Schema WHOLE = new Schema.Parser()
            .parse(
                    "{\"type\":\"record\",\"name\":\"a.Site\",\"fields\":[{\"name\":\"place\",\"type\":{\"type\":\"record\",\"name\":"
                            + "\"Place\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"}]}}]}");

    private RegistryServer server;
    private SchemaRegistry registry;

    @BeforeEach
    void start() throws IOException {
        server = new RegistryServer();
        registry = SchemaRegistry.connect(Map.of(RegistryConfig.URL, server.url()));
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    @Test
    void shouldReadASchemaWithThoseThatItRefersTo() {
        answerWithReference();

        assertThat(registry.byId(2)).isEqualTo(WHOLE);
        assertThat(server.requestLines()).containsExactly("GET /schemas/ids/2", "GET /subjects/places/versions/1");
    }

    @Test
    void shouldReadTheLatestVersionWithThoseThatItRefersTo() {
        server.answerNext(Answer.json(
                200,
                "{\"subject\":\"sites\",\"id\":2,\"version\":5,\"schema\":\"%s\",%s}".formatted(SITE, REFERENCES)));
        answerWithReference();

        assertThat(List.of(registry.latest("sites"))).containsExactly(new RegisteredSchema(2, 5, WHOLE));
    }

    private void answerWithReference() {
        server.answerNext(Answer.json(200, "{\"schema\":\"%s\",%s}".formatted(SITE, REFERENCES)));
        server.answerNext(
                Answer.json(200, "{\"subject\":\"places\",\"id\":1,\"version\":1,\"schema\":\"%s\"}".formatted(PLACE)));
    }
}
