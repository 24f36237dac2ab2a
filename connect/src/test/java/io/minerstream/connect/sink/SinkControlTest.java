package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.rest.ConnectServer;
import io.minerstream.connect.rest.ConnectorStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinkControlTest {

    private static final String STATUS = "GET /connectors/sink/status";
    private static final String PAUSE = "PUT /connectors/sink/pause";
    private static final String RESUME = "PUT /connectors/sink/resume";
    private static final String RESTART = "POST /connectors/sink/restart?includeTasks=true&onlyFailed=false";
    private static final String DELETE = "DELETE /connectors/sink";

    private ConnectServer server;
    private SinkControl control;

    @BeforeEach
    void start() throws IOException {
        server = new ConnectServer();
        control = control(Duration.ofSeconds(30));
        List.of(PAUSE, RESUME, RESTART).forEach(request -> server.answer(request, 202, ""));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldPauseAndWaitForEveryTask() {
        state("RUNNING", "RUNNING");
        state("PAUSED", "RUNNING");
        state("PAUSED", "PAUSED");

        assertThat(control.pause(List.of("sink"))).allMatch(ConnectorStatus::isPaused);

        assertThat(server.requestLines()).containsExactly(PAUSE, STATUS, STATUS, STATUS);
    }

    /** It does nothing, like a paused one, and would never become one. */
    @Test
    void shouldNotWaitForAFailedTaskToPause() {
        state("PAUSED", "FAILED");

        assertThat(control.pause(List.of("sink"))).allMatch(ConnectorStatus::hasFailed);
    }

    @Test
    void shouldResumeAndWaitForEveryTask() {
        state("PAUSED", "PAUSED");
        state("RUNNING", "PAUSED");
        state("RUNNING", "RUNNING");

        assertThat(control.resume(List.of("sink"))).allMatch(ConnectorStatus::isRunning);

        assertThat(server.requestLines()).containsExactly(RESUME, STATUS, STATUS, STATUS);
    }

    @Test
    void shouldReturnTheFailureOfATaskThatWasResumed() {
        state("RUNNING", "PAUSED");
        state("RUNNING", "FAILED");

        assertThat(control.resume(List.of("sink"))).allMatch(ConnectorStatus::hasFailed);
    }

    /** Right after the request, workers still tell the old states. */
    @Test
    void shouldWaitForTheRestartItself() {
        state("RUNNING", "RUNNING");
        state("RUNNING", "RUNNING");
        state("RUNNING", "RESTARTING");
        state("RUNNING", "RUNNING");

        assertThat(control.restart(List.of("sink"))).allMatch(ConnectorStatus::isRunning);

        assertThat(server.requestLines()).containsExactly(STATUS, RESTART, STATUS, STATUS, STATUS);
    }

    @Test
    void shouldHavePausedConnectorGoOnWhenItIsRestarted() {
        state("PAUSED", "PAUSED");
        state("RUNNING", "RUNNING");

        control.restart(List.of("sink"));

        assertThat(server.requestLines()).containsExactly(STATUS, RESUME, RESTART, STATUS);
    }

    @Test
    void shouldResumeStoppedConnectorWhichHasNothingToRestart() {
        server.answer(STATUS, 200, "{\"connector\":{\"state\":\"STOPPED\",\"worker_id\":\"w:1\"},\"tasks\":[]}");
        state("RUNNING", "RUNNING");

        control.restart(List.of("sink"));

        assertThat(server.requestLines()).containsExactly(STATUS, RESUME, STATUS);
    }

    @Test
    void shouldNameTheStatesThatDoNotChange() {
        state("RUNNING", "RUNNING");

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> control(Duration.ZERO).pause(List.of("sink")))
                .withMessage(
                        "connector sink at " + server.url()
                                + ": must be paused within 0 s, got connector RUNNING, tasks [RUNNING]; check the workers' logs");
    }

    @Test
    void shouldDeleteAndWaitUntilItIsGone() {
        server.answer(DELETE, 204, "");
        state("RUNNING", "RUNNING");
        server.refuse(STATUS, 404, "No status found for connector sink");

        assertThat(control.delete("sink")).isTrue();

        assertThat(server.requestLines()).containsExactly(DELETE, STATUS, STATUS);
    }

    @Test
    void shouldBeDoneWithAConnectorThatIsNotThere() {
        server.refuse(DELETE, 404, "Connector sink not found");
        server.refuse(STATUS, 404, "No status found for connector sink");

        assertThat(control.delete("sink")).isFalse();
    }

    private SinkControl control(Duration timeout) {
        return new SinkControl(ConnectClient.of(Map.of(ConnectConfig.URL, server.url())), timeout);
    }

    /** The next status that the worker tells; the last one for ever. */
    private void state(String connector, String task) {
        server.answer(
                STATUS,
                200,
                """
                {"name":"sink","connector":{"state":"%s","worker_id":"w:1"},
                 "tasks":[{"id":0,"state":"%s","worker_id":"w:1"}]}"""
                        .formatted(connector, task));
    }
}
