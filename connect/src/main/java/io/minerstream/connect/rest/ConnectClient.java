package io.minerstream.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.schemas.access.Secrets;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Client of Kafka Connect's REST API. Thread-safe.
 *
 * <p>Every method throws {@link ConnectUnavailableException} when no Kafka Connect answers at the URL or it refuses our
 * credentials, and {@link ConnectRequestException} when it answers with another error. While the workers rebalance (HTTP 409,
 * or 500 that says so), requests are retried for {@value ConnectConfig#REBALANCE_WAIT_MS}.
 */
public final class ConnectClient {

    private final ConnectHttp http;

    public ConnectClient(ConnectConfig config) {
        this.http = new ConnectHttp(config);
    }

    /**
     * A client for the Kafka Connect that the settings name; connects at the first request.
     *
     * @param config the keys of {@link ConnectConfig}
     */
    public static ConnectClient of(Map<String, ?> config) {
        return new ConnectClient(new ConnectConfig(config));
    }

    /** The address, for messages. */
    public URI url() {
        return http.base();
    }

    /** The version of the workers; also the cheapest check that the address is Kafka Connect. */
    public String version() {
        String what = "reading its version";
        // Connect's root always exists; a schema registry answers with an error of the same form.
        JsonNode root = find(what, "/").orElseThrow(() -> http.notConnect(what, "HTTP 404"));
        if (!root.path("version").isTextual()) {
            throw http.notConnect(what, "JSON without a version");
        }
        return root.path("version").asText();
    }

    /** The class names of all plugins of the workers, of every type. */
    public Set<String> plugins() {
        String what = "listing its plugins";
        JsonNode plugins = http.send(what, "GET", "/connector-plugins?connectorsOnly=false")
                .body();
        return stream(requireArray(what, plugins, "list of plugins"))
                .map(plugin -> plugin.path("class").asText())
                .collect(Collectors.toSet());
    }

    /**
     * Has the workers check a configuration; changes nothing.
     *
     * @param config must hold {@code connector.class}
     * @return one {@code setting: what is wrong} for each error, without secrets; empty when it is right
     */
    public List<String> validate(Map<String, String> config) {
        String connectorClass = config.get("connector.class");
        if (connectorClass == null) {
            return List.of("connector.class: must be set, got nothing");
        }
        String what = "validating a connector of " + connectorClass;
        JsonNode answer = http.send(
                        what, "PUT", "/connector-plugins/" + encode(connectorClass) + "/config/validate", config)
                .body();
        List<String> errors = new ArrayList<>();
        for (JsonNode setting : requireArray(what, answer.path("configs"), "validation")) {
            JsonNode value = setting.path("value");
            for (JsonNode error : value.path("errors")) {
                errors.add(Secrets.of(config).hide(value.path("name").asText() + ": " + error.asText()));
            }
        }
        return errors;
    }

    /**
     * Creates a connector, or gives an existing one this configuration. Idempotent.
     *
     * @return true when it was created
     */
    public boolean putConnector(String name, Map<String, String> config) {
        return http.send("configuring connector " + name, "PUT", connector(name) + "/config", config)
                        .status()
                == 201;
    }

    /** The state of a connector; empty when there is none of that name. */
    public Optional<ConnectorStatus> status(String name) {
        String what = "reading the status of connector " + name;
        return find(what, connector(name) + "/status").map(status -> {
            if (!status.path("connector").has("state")) {
                throw http.notConnect(what, "JSON that is no status");
            }
            return new ConnectorStatus(
                    name,
                    part(status.get("connector")),
                    stream(status.path("tasks"))
                            .map(task ->
                                    new ConnectorStatus.Task(task.path("id").asInt(), part(task)))
                            .toList());
        });
    }

    /** The configuration of a connector; empty when there is none of that name. Other tools may have put secrets into it. */
    public Optional<Map<String, String>> config(String name) {
        return find("reading the configuration of connector " + name, connector(name) + "/config")
                .map(ConnectClient::settings);
    }

    /** The configuration of each task of a connector, as it was last given to it; empty when there is no such connector. */
    public List<Map<String, String>> taskConfigs(String name) {
        String what = "reading the tasks of connector " + name;
        return find(what, connector(name) + "/tasks")
                .map(tasks -> stream(requireArray(what, tasks, "list of tasks"))
                        .map(task -> settings(task.path("config")))
                        .toList())
                .orElse(List.of());
    }

    private static Map<String, String> settings(JsonNode config) {
        return config.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, setting -> setting.getValue()
                .asText()));
    }

    private static ConnectorStatus.Part part(JsonNode part) {
        return new ConnectorStatus.Part(
                part.path("state").asText(),
                part.path("worker_id").asText(),
                Secrets.hideInText(part.path("trace").asText()));
    }

    /**
     * Deletes a connector. Its rows and its committed offsets stay: a connector of the same name resumes at its committed offsets.
     *
     * @return false when there was none of that name
     */
    public boolean delete(String name) {
        return find("deleting connector " + name, "DELETE", connector(name)).isPresent();
    }

    /** Restarts a connector and its tasks, those that failed. */
    public void restartFailed(String name) {
        restart(name, true);
    }

    /** Restarts a connector and all its tasks. */
    public void restart(String name) {
        restart(name, false);
    }

    private void restart(String name, boolean onlyFailed) {
        http.send(
                "restarting connector " + name,
                "POST",
                connector(name) + "/restart?includeTasks=true&onlyFailed=" + onlyFailed);
    }

    /** Has the tasks of a connector wait, without stopping them. */
    public void pause(String name) {
        http.send("pausing connector " + name, "PUT", connector(name) + "/pause");
    }

    /** Stops the tasks of a connector; its configuration and its committed offsets stay. Kafka Connect 3.5 or newer. */
    public void stop(String name) {
        http.send("stopping connector " + name, "PUT", connector(name) + "/stop");
    }

    /** Has a connector that was paused or stopped go on. */
    public void resume(String name) {
        http.send("resuming connector " + name, "PUT", connector(name) + "/resume");
    }

    /**
     * Has a stopped connector take the committed offsets of its consumer group over: connectors that keep offsets of their own
     * get these. Does nothing when nothing is committed. Kafka Connect 3.6 or newer.
     */
    public void takeOffsetsOver(String name) {
        JsonNode committed = http.send("reading the offsets of connector " + name, "GET", connector(name) + "/offsets")
                .body();
        if (!committed.path("offsets").isEmpty()) {
            setOffsets(name, committed);
        }
    }

    /**
     * Sets offsets of a stopped sink connector; it resumes there. Kafka Connect 3.6 or newer.
     *
     * @param topic a topic that it reads
     * @param offsets by partition; other partitions keep theirs
     */
    public void setOffsets(String name, String topic, Map<Integer, Long> offsets) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = document.putArray("offsets");
        offsets.forEach((partition, offset) -> {
            ObjectNode entry = entries.addObject();
            entry.putObject("partition").put("kafka_topic", topic).put("kafka_partition", partition);
            entry.putObject("offset").put("kafka_offset", offset);
        });
        setOffsets(name, document);
    }

    private void setOffsets(String name, JsonNode document) {
        http.send("setting the offsets of connector " + name, "PATCH", connector(name) + "/offsets", document);
    }

    private Optional<JsonNode> find(String what, String path) {
        return find(what, "GET", path);
    }

    /** The answer; empty for HTTP 404. */
    private Optional<JsonNode> find(String what, String method, String path) {
        try {
            return Optional.of(http.send(what, method, path).body());
        } catch (ConnectRequestException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private JsonNode requireArray(String what, JsonNode answer, String expected) {
        if (!answer.isArray()) {
            throw http.notConnect(what, "JSON that is no " + expected);
        }
        return answer;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String connector(String name) {
        return "/connectors/" + encode(name);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
