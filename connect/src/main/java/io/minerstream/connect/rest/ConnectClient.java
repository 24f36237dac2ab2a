package io.minerstream.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Client of Kafka Connect's REST API. Thread-safe.
 *
 * <p>Every method throws {@link ConnectUnavailableException} when no Kafka Connect answers at the URL or it refuses our
 * credentials, and {@link ConnectRequestException} when it answers with another error. While the workers rebalance (HTTP 409),
 * requests are made again for {@value ConnectConfig#REBALANCE_WAIT_MS}.
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

    /** The version of the workers; also the cheapest proof that the address is Kafka Connect. */
    public String version() {
        String what = "reading its version";
        JsonNode version;
        try {
            version = get(what, "/").path("version");
        } catch (ConnectRequestException e) {
            if (e.status() != 404) {
                throw e;
            }
            // Connect's root always exists; a schema registry answers with an error of the same form.
            throw http.notConnect(what, "HTTP 404");
        }
        if (!version.isTextual()) {
            throw http.notConnect(what, "JSON without a version");
        }
        return version.asText();
    }

    /** The class names of all plugins of the workers, of every type. */
    public Set<String> plugins() {
        String what = "listing its plugins";
        JsonNode plugins = get(what, "/connector-plugins?connectorsOnly=false");
        if (!plugins.isArray()) {
            throw http.notConnect(what, "JSON that is no list of plugins");
        }
        Set<String> found = new LinkedHashSet<>();
        plugins.forEach(plugin -> found.add(plugin.path("class").asText()));
        return found;
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
        Collection<String> secrets = Redaction.secretsOf(config);
        String what = "validating a connector of " + connectorClass;
        JsonNode answer = http.send(
                        what,
                        "PUT",
                        "/connector-plugins/" + encode(connectorClass) + "/config/validate",
                        json(config),
                        secrets)
                .body();
        if (!answer.path("configs").isArray()) {
            throw http.notConnect(what, "JSON that is no validation");
        }
        List<String> errors = new ArrayList<>();
        for (JsonNode setting : answer.get("configs")) {
            JsonNode value = setting.path("value");
            for (JsonNode error : value.path("errors")) {
                errors.add(Redaction.hide(value.path("name").asText() + ": " + error.asText(), secrets, List.of()));
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
        return http.send(
                                "configuring connector " + name,
                                "PUT",
                                connector(name) + "/config",
                                json(config),
                                Redaction.secretsOf(config))
                        .status()
                == 201;
    }

    /** The state of a connector; empty when there is none of that name. */
    public Optional<ConnectorStatus> status(String name) {
        String what = "reading the status of connector " + name;
        JsonNode status;
        try {
            status = get(what, connector(name) + "/status");
        } catch (ConnectRequestException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
        if (!status.path("connector").has("state")) {
            throw http.notConnect(what, "JSON that is no status");
        }
        List<ConnectorStatus.Task> tasks = new ArrayList<>();
        for (JsonNode task : status.path("tasks")) {
            tasks.add(new ConnectorStatus.Task(task.path("id").asInt(), part(task)));
        }
        return Optional.of(new ConnectorStatus(name, part(status.get("connector")), tasks));
    }

    /** The configuration of each task of a connector, as it was last given to it; empty when there is no such connector. */
    public List<Map<String, String>> taskConfigs(String name) {
        String what = "reading the tasks of connector " + name;
        JsonNode tasks;
        try {
            tasks = get(what, connector(name) + "/tasks");
        } catch (ConnectRequestException e) {
            if (e.status() == 404) {
                return List.of();
            }
            throw e;
        }
        if (!tasks.isArray()) {
            throw http.notConnect(what, "JSON that is no list of tasks");
        }
        List<Map<String, String>> configs = new ArrayList<>();
        for (JsonNode task : tasks) {
            Map<String, String> config = new HashMap<>();
            task.path("config")
                    .properties()
                    .forEach(setting ->
                            config.put(setting.getKey(), setting.getValue().asText()));
            configs.add(config);
        }
        return configs;
    }

    private static ConnectorStatus.Part part(JsonNode part) {
        return new ConnectorStatus.Part(
                part.path("state").asText(),
                part.path("worker_id").asText(),
                part.path("trace").asText());
    }

    /**
     * Deletes a connector; its committed offsets stay.
     *
     * @return false when there was none of that name
     */
    public boolean delete(String name) {
        try {
            change("deleting connector " + name, "DELETE", connector(name));
            return true;
        } catch (ConnectRequestException e) {
            if (e.status() == 404) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Restarts a connector and its tasks.
     *
     * @param failedOnly whether only those that failed
     */
    public void restart(String name, boolean failedOnly) {
        change(
                "restarting connector " + name,
                "POST",
                connector(name) + "/restart?includeTasks=true&onlyFailed=" + failedOnly);
    }

    private JsonNode get(String what, String path) {
        return http.send(what, "GET", path, null, List.of()).body();
    }

    private void change(String what, String method, String path) {
        http.send(what, method, path, null, List.of());
    }

    private static String connector(String name) {
        return "/connectors/" + encode(name);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ObjectNode json(Map<String, String> config) {
        ObjectNode json = ConnectHttp.JSON.createObjectNode();
        config.forEach(json::put);
        return json;
    }
}
