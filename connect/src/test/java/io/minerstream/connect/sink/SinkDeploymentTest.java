package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.rest.ConnectServer;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.rest.ConnectorStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinkDeploymentTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ConnectorDefinition SINK = new ConnectorDefinition(
            "sink", Map.of("connector.class", "a.Sink", "value.converter", "a.Converter", "topics", "t"));

    private static final ConnectorDefinition OTHER = new ConnectorDefinition("other", SINK.config());

    private static final String PLUGINS = "GET /connector-plugins?connectorsOnly=false";
    private static final String VALIDATE = "PUT /connector-plugins/a.Sink/config/validate";
    private static final String STATUS = "GET /connectors/sink/status";
    private static final String CONFIG = "PUT /connectors/sink/config";
    private static final String DEPLOYED = "GET /connectors/sink/config";
    private static final String TASKS = "GET /connectors/sink/tasks";
    private static final String OTHER_STATUS = "GET /connectors/other/status";
    private static final String OTHER_CONFIG = "PUT /connectors/other/config";
    private static final String OTHER_DEPLOYED = "GET /connectors/other/config";
    private static final String OTHER_TASKS = "GET /connectors/other/tasks";
    private static final String RESTART = "POST /connectors/sink/restart?includeTasks=true&onlyFailed=true";

    private static final String STOP = "PUT /connectors/sink/stop";
    private static final String RESUME = "PUT /connectors/sink/resume";
    private static final String OFFSETS = "GET /connectors/sink/offsets";
    private static final String CARRY = "PATCH /connectors/sink/offsets";
    private static final String MARK = "\"offsets.pending\"";
    private static final String COMMITTED =
            "{\"offsets\":[{\"partition\":{\"kafka_topic\":\"t\",\"kafka_partition\":0},\"offset\":{\"kafka_offset\":7}}]}";
    private static final String STOPPED =
            "{\"name\":\"sink\",\"connector\":{\"state\":\"STOPPED\",\"worker_id\":\"w:1\"},\"tasks\":[]}";

    private static final String RUNNING = status("RUNNING", "RUNNING", "");
    private static final String FAILED = status(
            "RUNNING",
            "FAILED",
            "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask\\n\\tat a.B.c(B.java:1)\\n"
                    + "Caused by: java.net.ConnectException: Connection refused\\n\\tat a.B.d(B.java:2)\\n\\t... 12 more\\n");
    private static final String CURRENT_TASK =
            "{\"connector.class\":\"a.Sink\",\"value.converter\":\"a.Converter\",\"topics\":\"t\",\"task.id\":\"0\"}";

    private ConnectServer server;
    private SinkDeployment deployment;

    @BeforeEach
    void start() throws IOException {
        server = new ConnectServer();
        deployment = new SinkDeployment(ConnectClient.of(Map.of(ConnectConfig.URL, server.url())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldCreateConnectorAndWaitUntilItRuns() {
        workerHasPluginsAndFindsNoErrors();
        server.refuse(STATUS, 404, "No status found for connector sink");
        server.refuse(STATUS, 404, "No status found for connector sink");
        server.answer(STATUS, 200, status("RUNNING", "UNASSIGNED", ""));
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 201, "{}");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        ConnectorStatus status = deploy(TIMEOUT);

        assertThat(status.isRunning()).isTrue();
        assertThat(server.requestLines())
                .containsExactly(PLUGINS, VALIDATE, DEPLOYED, STATUS, CONFIG, STATUS, STATUS, STATUS, TASKS);
    }

    @Test
    void shouldValidateSettingsTogetherWithTheName() throws IOException {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 200, "{}");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        deploy(TIMEOUT);

        ConnectServer.Received validation = server.received().get(1);
        assertThat(validation.line()).isEqualTo(VALIDATE);
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(validation.body())
                        .path("name")
                        .asText())
                .isEqualTo("sink");
    }

    @Test
    void shouldWaitForTasksOfTheNewConfiguration() {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 200, "{}");
        server.answer(TASKS, 200, tasks(CURRENT_TASK.replace("\"t\"", "\"old\"")));
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        deploy(TIMEOUT);

        assertThat(server.requestLines())
                .containsExactly(PLUGINS, VALIDATE, DEPLOYED, STATUS, CONFIG, STATUS, TASKS, STATUS, TASKS);
    }

    @Test
    void shouldRestartWhatHadFailed() {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, FAILED);
        // Right after the restart workers still tell the old status.
        server.answer(STATUS, 200, FAILED);
        // The connector restarts before its task.
        server.answer(STATUS, 200, FAILED.replaceFirst("RUNNING", "RESTARTING"));
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 200, "{}");
        server.answer(RESTART, 202, "{}");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        assertThat(deploy(TIMEOUT).isRunning()).isTrue();

        assertThat(server.requestLines())
                .containsExactly(PLUGINS, VALIDATE, DEPLOYED, STATUS, CONFIG, RESTART, STATUS, STATUS, STATUS, TASKS);
    }

    @Test
    void shouldReportFailedTaskWithItsInnermostCause() {
        workerHasPluginsAndFindsNoErrors();
        server.refuse(STATUS, 404, "No status found for connector sink");
        server.answer(STATUS, 200, FAILED);
        server.answer(CONFIG, 201, "{}");

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deploy(TIMEOUT))
                .withMessage(
                        "connector sink at " + server.url()
                                + """
                        : all tasks must run, got
                          task 0 failed on w:1: java.net.ConnectException: Connection refused""")
                .havingCause()
                .as("what --verbose prints")
                .asString()
                .startsWith("sink, task 0: org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask")
                .contains("at a.B.d(B.java:2)");
    }

    /** A task runs before its first record, at which it may fail, with the trace that it had before. */
    @Test
    void shouldReportTaskThatFailsAgainAtItsFirstRecord() {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, FAILED);
        server.answer(STATUS, 200, RUNNING);
        server.answer(STATUS, 200, RUNNING);
        server.answer(STATUS, 200, FAILED);
        server.answer(CONFIG, 200, "{}");
        server.answer(RESTART, 202, "{}");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deployment.deployAll(List.of(SINK), TIMEOUT, () -> false))
                .withMessageContaining("task 0 failed on w:1: java.net.ConnectException: Connection refused");
    }

    @Test
    void shouldWatchTasksUntilTheyHaveProvedThemselves() {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 201, "{}");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));
        AtomicInteger asked = new AtomicInteger();

        deployment.deployAll(List.of(SINK), TIMEOUT, () -> asked.incrementAndGet() == 3);

        assertThat(server.requestLines())
                .containsExactly(PLUGINS, VALIDATE, DEPLOYED, STATUS, CONFIG, STATUS, TASKS, STATUS, STATUS);
    }

    @Test
    void shouldReportFailedConnector() {
        workerHasPluginsAndFindsNoErrors();
        server.refuse(STATUS, 404, "No status found for connector sink");
        server.answer(
                STATUS,
                200,
                """
                {"name":"sink","connector":{"state":"FAILED","worker_id":"w:1","trace":"a.Boom: no"},"tasks":[]}""");
        server.answer(CONFIG, 201, "{}");

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deploy(TIMEOUT))
                .withMessage("connector sink at " + server.url()
                        + ": all tasks must run, got\n  the connector failed on w:1: a.Boom: no");
    }

    @Test
    void shouldReportTaskThatDoesNotStartInTime() {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, status("RUNNING", "UNASSIGNED", ""));
        server.answer(CONFIG, 201, "{}");

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deploy(Duration.ZERO))
                .withMessage(
                        "connector sink at " + server.url() + ": all tasks must run within 0 s, got connector RUNNING, "
                                + "tasks [UNASSIGNED]; check the workers' logs or allow more time");
    }

    @Test
    void shouldReportEverySettingThatConnectRejects() {
        workerHasPlugins();
        server.answer(
                VALIDATE,
                200,
                """
                {"configs":[{"value":{"name":"topics","errors":["must be set"]}},
                            {"value":{"name":"tasks.max","errors":["not a number"]}}]}""");

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deploy(TIMEOUT))
                .withMessage("connector sink: Kafka Connect at " + server.url()
                        + " rejects its settings:\n  topics: must be set\n  tasks.max: not a number");
        assertThat(server.requestLines()).containsExactly(PLUGINS, VALIDATE);
    }

    @Test
    void shouldReportEveryMissingPlugin() {
        server.answer(PLUGINS, 200, "[{\"class\":\"other.Sink\",\"type\":\"sink\"}]");

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deploy(TIMEOUT))
                .withMessage(
                        "Kafka Connect at " + server.url() + ": must have the plugins of connector sink, got none for "
                                + "[a.Sink, a.Converter]; put them into a folder of the workers' plugin.path and restart the "
                                + "workers");
        assertThat(server.requestLines()).containsExactly(PLUGINS);
    }

    @Test
    void shouldPassOnThatItIsNotConnect() {
        assertThatExceptionOfType(ConnectUnavailableException.class)
                .isThrownBy(() -> deploy(TIMEOUT))
                .withMessageContaining("the REST API of Kafka Connect must answer there, got HTTP 404 with text/html");
    }

    @Test
    void shouldGiveEveryConnectorItsConfigurationBeforeItWaitsForAny() {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 201, "{}");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));
        server.refuse(OTHER_STATUS, 404, "No status found for connector other");
        server.refuse(OTHER_STATUS, 404, "No status found for connector other");
        server.answer(OTHER_STATUS, 200, RUNNING);
        server.answer(OTHER_CONFIG, 201, "{}");
        server.answer(OTHER_TASKS, 200, tasks(CURRENT_TASK));

        assertThat(deployment.deployAll(List.of(SINK, OTHER), TIMEOUT, () -> true))
                .extracting(ConnectorStatus::name)
                .containsExactly("sink", "other");

        assertThat(server.requestLines())
                .containsExactly(
                        PLUGINS,
                        VALIDATE,
                        VALIDATE,
                        DEPLOYED,
                        OTHER_DEPLOYED,
                        STATUS,
                        CONFIG,
                        OTHER_STATUS,
                        OTHER_CONFIG,
                        STATUS,
                        TASKS,
                        OTHER_STATUS,
                        OTHER_STATUS,
                        OTHER_TASKS);
    }

    @Test
    void shouldReportEveryConnectorThatFails() {
        workerHasPluginsAndFindsNoErrors();
        for (String name : List.of("sink", "other")) {
            server.refuse("GET /connectors/" + name + "/status", 404, "No status found for connector " + name);
            server.answer("GET /connectors/" + name + "/status", 200, FAILED);
            server.answer("PUT /connectors/" + name + "/config", 201, "{}");
        }

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deployment.deployAll(List.of(SINK, OTHER), TIMEOUT, () -> true))
                .withMessageStartingWith("connector sink at " + server.url() + ": all tasks must run, got\n")
                .withMessageContaining("\nconnector other at " + server.url() + ": all tasks must run, got\n");
    }

    @Test
    void shouldChangeNoConnectorWhenOneIsRefused() {
        workerHasPlugins();
        server.answer(VALIDATE, 200, "{\"configs\":[{\"value\":{\"name\":\"topics\",\"errors\":[]}}]}");
        server.answer(VALIDATE, 200, "{\"configs\":[{\"value\":{\"name\":\"topics\",\"errors\":[\"must be set\"]}}]}");

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deployment.deployAll(List.of(SINK, OTHER), TIMEOUT, () -> true))
                .withMessage("connector other: Kafka Connect at " + server.url()
                        + " rejects its settings:\n  topics: must be set");
        assertThat(server.requestLines()).containsExactly(PLUGINS, VALIDATE, VALIDATE);
    }

    @Test
    void shouldStopConnectorOfAnotherClassBeforeItIsReplaced() {
        workerHasDeployed("{\"connector.class\":\"b.Sink\"}");
        server.answer(STOP, 202, "");
        server.answer(STATUS, 200, RUNNING);
        server.answer(STATUS, 200, STOPPED.replace("[]", "[{\"id\":0,\"state\":\"RUNNING\",\"worker_id\":\"w:1\"}]"));
        server.answer(
                STATUS, 200, STOPPED.replace("[]", "[{\"id\":0,\"state\":\"UNASSIGNED\",\"worker_id\":\"w:1\"}]"));
        server.answer(STATUS, 200, STOPPED);
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 200, "{}");
        server.answer(OFFSETS, 200, COMMITTED);
        server.refuse(CARRY, 400, "its tasks have not stopped completely yet");
        server.answer(CARRY, 200, "{}");
        server.answer(RESUME, 202, "");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        assertThat(deploy(TIMEOUT).isRunning()).isTrue();

        assertThat(server.received())
                .filteredOn(request -> request.line().equals(CARRY))
                .extracting(ConnectServer.Received::body)
                .containsExactly(COMMITTED, COMMITTED);
        assertThat(server.requestLines())
                .containsExactly(
                        PLUGINS, VALIDATE, DEPLOYED, STOP, STATUS, STATUS, STATUS, STATUS, CONFIG, OFFSETS, CARRY,
                        OFFSETS, CARRY, CONFIG, RESUME, STATUS, TASKS);
        assertThat(server.received())
                .filteredOn(request -> request.line().equals(CONFIG))
                .extracting(request -> request.body().contains(MARK))
                .as("marked until it has the offsets")
                .containsExactly(true, false);
    }

    @Test
    void shouldTakeOffsetsOverAfterSwitchThatWasKilledBeforeThat() {
        workerHasDeployed("{\"connector.class\":\"a.Sink\"," + MARK + ":\"true\"}");
        server.answer(STOP, 202, "");
        server.answer(STATUS, 200, STOPPED);
        server.answer(STATUS, 200, STOPPED);
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 200, "{}");
        server.answer(OFFSETS, 200, COMMITTED);
        server.answer(CARRY, 200, "{}");
        server.answer(RESUME, 202, "");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        assertThat(deploy(TIMEOUT).isRunning()).isTrue();

        assertThat(server.requestLines())
                .containsExactly(
                        PLUGINS, VALIDATE, DEPLOYED, STOP, STATUS, STATUS, CONFIG, OFFSETS, CARRY, CONFIG, RESUME,
                        STATUS, TASKS);
    }

    /** Its warehouse may have been restored since: the offsets there are right, not those of the group. */
    @Test
    void shouldLeaveOffsetsOfConnectorThatSomebodyStopped() {
        workerHasDeployed("{\"connector.class\":\"a.Sink\"}");
        server.answer(STATUS, 200, STOPPED);
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 200, "{}");
        server.answer(RESUME, 202, "");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        deploy(TIMEOUT);

        assertThat(server.requestLines()).contains(RESUME).doesNotContain(OFFSETS, CARRY);
    }

    @Test
    void shouldReplaceNothingThatDoesNotStop() {
        workerHasDeployed("{\"connector.class\":\"b.Sink\"}");
        server.answer(STOP, 202, "");
        server.answer(STATUS, 200, RUNNING);

        assertThatExceptionOfType(SinkDeploymentException.class)
                .isThrownBy(() -> deploy(Duration.ZERO))
                .withMessage(
                        "connector sink at " + server.url()
                                + ": must have no running task within 0 s, got connector RUNNING, tasks [RUNNING]; check the workers' logs");
        assertThat(server.requestLines()).doesNotContain(CONFIG);
    }

    @Test
    void shouldResumeWhatWasPaused() {
        workerHasPluginsAndFindsNoErrors();
        server.answer(STATUS, 200, status("PAUSED", "PAUSED", ""));
        server.answer(STATUS, 200, RUNNING);
        server.answer(CONFIG, 200, "{}");
        server.answer(RESUME, 202, "");
        server.answer(TASKS, 200, tasks(CURRENT_TASK));

        assertThat(deploy(TIMEOUT).isRunning()).isTrue();

        assertThat(server.requestLines())
                .containsExactly(PLUGINS, VALIDATE, DEPLOYED, STATUS, CONFIG, RESUME, STATUS, TASKS);
    }

    @Test
    void shouldDeleteConnectorOnce() {
        server.answer("DELETE /connectors/sink", 204, "");
        server.refuse("DELETE /connectors/sink", 404, "Connector sink not found");

        ConnectClient connect = ConnectClient.of(Map.of(ConnectConfig.URL, server.url()));
        assertThat(connect.delete("sink")).isTrue();
        assertThat(connect.delete("sink")).isFalse();
    }

    private ConnectorStatus deploy(Duration timeout) {
        return deployment.deployAll(List.of(SINK), timeout, () -> true).get(0);
    }

    private void workerHasPluginsAndFindsNoErrors() {
        workerHasPlugins();
        server.refuse(DEPLOYED, 404, "Connector sink not found");
        server.refuse(OTHER_DEPLOYED, 404, "Connector other not found");
        server.answer(VALIDATE, 200, "{\"configs\":[{\"value\":{\"name\":\"topics\",\"errors\":[]}}]}");
    }

    /** @param config of the connector; the new one has no errors */
    private void workerHasDeployed(String config) {
        workerHasPlugins();
        server.answer(VALIDATE, 200, "{\"configs\":[{\"value\":{\"name\":\"topics\",\"errors\":[]}}]}");
        server.answer(DEPLOYED, 200, config);
    }

    private void workerHasPlugins() {
        server.answer(
                PLUGINS,
                200,
                "[{\"class\":\"a.Sink\",\"type\":\"sink\"},{\"class\":\"a.Converter\",\"type\":\"converter\"}]");
    }

    private static String status(String connector, String task, String trace) {
        return """
                {"name":"sink","connector":{"state":"%s","worker_id":"w:1"},
                 "tasks":[{"id":0,"state":"%s","worker_id":"w:1","trace":"%s"}]}"""
                .formatted(connector, task, trace);
    }

    private static String tasks(String config) {
        return "[{\"id\":{\"connector\":\"sink\",\"task\":0},\"config\":" + config + "}]";
    }
}
