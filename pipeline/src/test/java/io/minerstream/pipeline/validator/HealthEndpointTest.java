package io.minerstream.pipeline.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.minerstream.pipeline.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthEndpointTest {

    private final AtomicReference<State> state = new AtomicReference<>(State.CREATED);
    private final HealthEndpoint endpoint =
            HealthEndpoint.start(HealthEndpoint.Address.parse("127.0.0.1:0"), state::get);

    @AfterEach
    void close() {
        endpoint.close();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void shouldBeHealthyOnlyWhileItJudges(State now) throws Exception {
        state.set(now);

        HttpResponse<String> answer = get("/health");

        assertThat(answer.statusCode()).isEqualTo(now == State.RUNNING ? 200 : 503);
        assertThat(answer.body()).isEqualTo("{\"state\":\"" + now + "\"}\n");
    }

    @Test
    void shouldHaveNothingElse() throws Exception {
        HttpResponse<String> answer = get("/health/../etc");

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void shouldSayWhenTheAddressIsTaken() {
        // In the language of the machine.
        String inUse = catchThrowable(() -> new ServerSocket(endpoint.port(), 1, InetAddress.getByName("127.0.0.1")))
                .getMessage();
        HealthEndpoint.Address taken = new HealthEndpoint.Address("127.0.0.1", endpoint.port());

        assertThatThrownBy(() -> HealthEndpoint.start(taken, state::get))
                .isInstanceOf(PipelineException.class)
                .hasMessage("--health: must be a free address of this machine, got 127.0.0.1:%s (%s)"
                        .formatted(endpoint.port(), inUse));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8090", ":8090", "localhost:", "localhost:65536", "localhost:-1", "localhost:http"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> HealthEndpoint.Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be HOST:PORT with a port up to 65535, such as 127.0.0.1:8090, got '" + text + "'");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
