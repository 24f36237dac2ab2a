package io.minerstream.stack.process;

import io.minerstream.schemas.wait.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A program of the stack: how to run it, and how to find out that it is ready. Called by one thread at a time. */
public interface Service {

    /** Names its log file, its folder and its errors; for example {@code broker}. */
    String name();

    /** Names of the ports that it listens on; unique in the stack. */
    List<String> portNames();

    /**
     * Prepares the first run of the program.
     *
     * @param deadline end of the time that the whole start of this service may take
     * @throws IOException when a file cannot be read or written
     * @throws ServiceException when it cannot run here, with the reason and what to do
     */
    default void prepare(Deadline deadline) throws IOException, InterruptedException, ServiceException {}

    /**
     * The command, its environment and working directory. Called again with other ports when one was taken.
     *
     * @throws IOException when a configuration file cannot be written
     */
    ProcessBuilder command(Ports ports) throws IOException;

    /**
     * Sends a request of the program's own protocol, and returns when the answer is right.
     *
     * @param limit the longest that the request may take
     * @throws ServiceException when it will never be ready
     * @throws Exception whatever the request gives while it is not ready yet
     */
    void probe(Ports ports, Duration limit) throws Exception;

    /** How long an orderly stop may take before the process is killed. */
    default Duration stopLimit() {
        return Duration.ofSeconds(10);
    }
}
