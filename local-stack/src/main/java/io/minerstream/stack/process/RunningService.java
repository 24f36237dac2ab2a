package io.minerstream.stack.process;

/**
 * A service that answers.
 *
 * @param service what runs
 * @param process its process
 * @param ports where it listens
 */
public record RunningService(Service service, ChildProcess process, Ports ports) {

    /** Stops it in the orderly way where that does not take longer than the service may; kills it otherwise. */
    public void stop() {
        process.stop(service.stopLimit());
    }
}
