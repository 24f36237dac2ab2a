package io.minerstream.validator.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.serde.RegistryException;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.validator.MinerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry that refuses every call is an outage; one that denies a schema judges the record. */
class PatientDeserializerTest {

    private static final String TOPIC = "hosting-miners";
    private static final HostingMiner MINER = MinerBuilder.aMiner(7).build();

    private record Answer(int status, String body) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> reasons = new ArrayList<>();
    private final RegistryWait wait = new RegistryWait(Duration.ofSeconds(10));
    private byte[] message;
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        try (Serde<HostingMiner> serde =
                AvroRecordSerde.of(HostingMiner.class, Map.of("schema.registry.url", "mock://patient"))) {
            message = serde.serializer().serialize(TOPIC, MINER);
        }
        String schema = new ObjectMapper()
                .writeValueAsString(
                        Map.of("schema", HostingMiner.getClassSchema().toString()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            reasons.add(wait.reason());
            Answer answer = answers.isEmpty() ? new Answer(200, schema) : answers.remove();
            byte[] body = answer.body.getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HostingMiner decode() {
        Map<String, Object> config = Map.of("schema.registry.url", url, RegistryWait.SETTING, wait);
        try (PatientDeserializer<HostingMiner> values = PatientDeserializer.of(HostingMiner.class, config)) {
            return values.deserialize(TOPIC, message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401,'{\"error_code\":40101,\"message\":\"no\"}',access denied (HTTP 401); check basic.auth.* or bearer.auth.*",
        "403,denied,access denied (HTTP 403); check basic.auth.* or bearer.auth.*",
        "404,<html>,'the server there is not a schema registry, or its path is wrong (HTTP 404); check schema.registry.url"
                + " (Apicurio''s has the path /apis/ccompat/v7)'",
        "200,<html>,'the server there is not a schema registry, or its path is wrong (HTTP 200); check schema.registry.url"
                + " (Apicurio''s has the path /apis/ccompat/v7)'"
    })
    void shouldWaitWhileEveryCallIsRefusedAndSayWhatToCheck(int status, String body, String check) {
        answers.add(new Answer(status, body));

        assertThat(decode()).isEqualTo(MINER);
        assertThat(reasons)
                .containsExactly(
                        null, "schema registry [%s]: reading schema id %s was refused: %s".formatted(url, id(), check));
        assertThat(wait.reason()).isNull();
    }

    @Test
    void shouldFailAsInAnOutageWhenTheRefusalLasts() {
        answers.add(new Answer(401, ""));
        wait.close();

        assertThatThrownBy(() -> decode()).isInstanceOf(RegistryUnavailableException.class);
        assertThat(wait.reason()).endsWith("check basic.auth.* or bearer.auth.*");
    }

    @Test
    void shouldTakeADeniedSchemaForAnAnswer() {
        answers.add(new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));

        assertThatThrownBy(() -> decode())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("was refused: Schema not found");
        assertThat(wait.reason()).isNull();
    }

    private int id() {
        return ByteBuffer.wrap(message).getInt(1);
    }
}
