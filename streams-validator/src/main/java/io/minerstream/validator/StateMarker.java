package io.minerstream.validator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * A file beside the local state, there from the start of an instance to its clean end.
 *
 * <p>Under exactly_once, Kafka Streams uses no store that was open when its process died. But its start opens them all, and fails
 * for good where the kill left one half written or half deleted.
 */
record StateMarker(Path file) {

    /**
     * Creates it.
     *
     * @return false when it is there: the last instance was killed, or failed
     * @throws ProcessorStateException when it cannot be created
     */
    boolean set() {
        try {
            // Kafka Streams creates none for stores in memory.
            Files.createDirectories(file.getParent());
            boolean fresh = Files.notExists(file);
            if (fresh) {
                Files.createFile(file);
            }
            return fresh;
        } catch (IOException e) {
            throw new ProcessorStateException("state directory: %s cannot be created".formatted(file), e);
        }
    }

    /** @throws ProcessorStateException when it cannot be deleted */
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ProcessorStateException("state directory: %s cannot be deleted".formatted(file), e);
        }
    }
}
