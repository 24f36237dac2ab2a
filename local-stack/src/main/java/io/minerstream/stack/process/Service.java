package io.minerstream.stack.process;

import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program of the stack: how to run it, and how to find out that it is ready. Called by one thread at a time. */
public abstract class Service {

    private final DataLayout layout;
    private final String name;
    private final List<String> portNames;

    /**
     * @param name names its log file, its folder and its errors; for example {@code broker}
     * @param portNames names of the ports that it listens on; unique in the stack
     */
    protected Service(DataLayout layout, String name, List<String> portNames) {
        this.layout = layout;
        this.name = name;
        this.portNames = List.copyOf(portNames);
    }

    protected final String name() {
        return name;
    }

    final List<String> portNames() {
        return portNames;
    }

    protected final DataLayout layout() {
        return layout;
    }

    protected final Path folder() {
        return layout.service(name);
    }

    /**
     * Prepares the first run of the program; by default creates its folder.
     *
     * @param deadline end of the time that the whole start of this service may take
     * @throws IOException when a file cannot be read or written
     * @throws ServiceException when it cannot run here, with the reason and what to do
     */
    public void prepare(Deadline deadline) throws IOException, InterruptedException, ServiceException {
        PrivateFile.createFolder(folder());
    }

    /**
     * The command, its environment and working directory. Called again with other ports when one was taken.
     *
     * @throws IOException when a configuration file cannot be written
     */
    public abstract ProcessBuilder command(Ports ports) throws IOException;

    /**
     * Sends a request of the program's own protocol, and returns when the answer is right.
     *
     * @param limit the longest that the request may take
     * @throws ServiceException when it will never be ready
     * @throws Exception whatever the request gives while it is not ready yet
     */
    public abstract void probe(Ports ports, Duration limit) throws Exception;

    /** How long an orderly stop may take before the process is killed. */
    public Duration stopLimit() {
        return Duration.ofSeconds(10);
    }
}
