package io.minerstream.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a running stack tells other processes.
 *
 * @param pid process that owns the stack
 * @param startedMs when that process started, epoch milliseconds: process ids are used again
 * @param endpoints how to reach the stack
 */
record EndpointsFile(long pid, long startedMs, StackEndpoints endpoints) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** For a stack of this process. */
    static EndpointsFile ofThisProcess(StackEndpoints endpoints) {
        ProcessHandle self = ProcessHandle.current();
        long startedMs = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
        return new EndpointsFile(self.pid(), startedMs, endpoints);
    }

    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("pid", pid);
        json.put("startedMs", startedMs);
        json.put("bootstrapServers", endpoints.bootstrapServers());
        json.put("registryUrl", endpoints.registryUrl());
        json.put("connectUrl", endpoints.connectUrl());
        json.put("jdbcUrl", endpoints.jdbcUrl());
        json.put("databaseUser", endpoints.databaseUser());
        json.put("databaseProperties", text(endpoints.databaseProperties()));
        json.put("passwordFile", text(endpoints.passwordFile()));
        json.put("pgpass", text(endpoints.pgpass()));
        json.put("dataDirectory", text(endpoints.dataDirectory()));
        json.put("logDirectory", text(endpoints.logDirectory()));
        PrivateFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    /**
     * @throws IOException when it cannot be read
     */
    static EndpointsFile read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return new EndpointsFile(
                    json.required("pid").longValue(),
                    json.required("startedMs").longValue(),
                    new StackEndpoints(
                            json.required("bootstrapServers").textValue(),
                            json.required("registryUrl").textValue(),
                            json.required("connectUrl").textValue(),
                            json.required("jdbcUrl").textValue(),
                            json.required("databaseUser").textValue(),
                            path(json, "databaseProperties"),
                            path(json, "passwordFile"),
                            path(json, "pgpass"),
                            path(json, "dataDirectory"),
                            path(json, "logDirectory")));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(
                    file + ": must describe a running stack, does not; delete it if none runs: " + e.getMessage(), e);
        }
    }

    boolean ownerLives() {
        return PidFile.liveProcess(pid, startedMs).isPresent();
    }

    private static Path path(JsonNode json, String field) {
        String text = json.required(field).textValue();
        return text == null ? null : Path.of(text);
    }

    private static String text(Path path) {
        return path == null ? null : path.toString();
    }
}
