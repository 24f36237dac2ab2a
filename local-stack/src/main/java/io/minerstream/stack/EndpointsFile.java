package io.minerstream.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Tells other processes how to reach a running stack, as JSON.
 *
 * @param pid process that owns the stack
 * @param startedMs when that process started, epoch milliseconds: process ids are used again
 * @param endpoints how to reach the stack
 */
record EndpointsFile(long pid, long startedMs, StackEndpoints endpoints) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** For a stack of this process. */
    static EndpointsFile ofThisProcess(StackEndpoints endpoints) {
        ProcessHandle self = ProcessHandle.current();
        long startedMs = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
        return new EndpointsFile(self.pid(), startedMs, endpoints);
    }

    void write(Path file) throws IOException {
        PrivateFile.write(file, JSON.writeValueAsString(this) + "\n");
    }

    /**
     * @throws IOException when it cannot be read
     */
    static EndpointsFile read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), EndpointsFile.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ": must describe a running stack, does not; delete it if none runs: " + e.getMessage(), e);
        }
    }

    boolean ownerLives() {
        return PidFile.liveProcess(pid, startedMs).isPresent();
    }
}
