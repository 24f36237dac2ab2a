package io.minerstream.stack.process;

import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.host.Folders;
import io.minerstream.stack.host.Loopback;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Starts services: prepares and spawns them, and probes until the service is ready, its process ends, or the time limit is
 * reached. Retries with other ports when one was taken meanwhile. Thread-safe; each call starts one service.
 */
public final class ServiceStarter {

    private static final int ATTEMPTS = 3;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(3);

    private final DataLayout layout;
    private final PortMemory memory;
    private final Duration limit;

    /**
     * @param limit longest start of one service, preparation included
     */
    public ServiceStarter(DataLayout layout, PortMemory memory, Duration limit) {
        this.layout = layout;
        this.memory = memory;
        this.limit = limit;
    }

    /**
     * Starts {@code service} and returns when it answers.
     *
     * @param spawned called with every process when it is spawned, so that other threads can stop it
     * @throws ServiceException when it cannot start; its process is then stopped
     * @throws InterruptedException when the start was cancelled; its process is then stopped
     */
    public RunningService start(Service service, Consumer<RunningService> spawned)
            throws ServiceException, InterruptedException {
        Deadline deadline = Deadline.in(limit);
        try {
            service.prepare(deadline);
            Ports ports = memory.choose(service.portNames());
            for (int attempt = 1; ; attempt++) {
                RunningService running = spawn(service, ports);
                spawned.accept(running);
                boolean ready = false;
                try {
                    ready = awaitReady(running, deadline);
                } finally {
                    if (!ready) {
                        running.stop();
                    }
                }
                if (ready) {
                    return running;
                }
                boolean portTaken = !ports.byName().values().stream().allMatch(FreePorts::isFree);
                if (!portTaken || attempt == ATTEMPTS) {
                    throw ended(running);
                }
                ports = memory.chooseOthers(service.portNames());
            }
        } catch (IOException e) {
            throw new ServiceException(service.name() + ": cannot start: " + cannot(e), e);
        }
    }

    private RunningService spawn(Service service, Ports ports) throws IOException {
        PidFile pidFile = new PidFile(layout.pids().resolve(service.name() + ".pid"));
        ChildProcess process = ChildProcess.start(service.command(ports), layout.log(service.name()), pidFile);
        return new RunningService(service, process, ports);
    }

    /** False when the process ended. */
    private boolean awaitReady(RunningService running, Deadline deadline)
            throws ServiceException, InterruptedException {
        Exception last = null;
        while (!deadline.isOver()) {
            try {
                requireListening(running.ports());
                running.service().probe(running.ports(), deadline.remainingUpTo(REQUEST_LIMIT));
                // The answer may come from another process that took the port, and ours is about to end.
                return running.process().isAlive();
            } catch (ServiceException | InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e;
            }
            if (running.process().awaitExit(POLL)) {
                return false;
            }
        }
        throw timedOut(running, last);
    }

    /** Avoids the warnings that protocol clients log while nothing listens on the port. */
    private static void requireListening(Ports ports) throws IOException {
        for (int port : ports.byName().values()) {
            new Socket(Loopback.address(), port).close();
        }
    }

    private static ServiceException ended(RunningService running) {
        return new ServiceException(running.service().name() + ": must keep running, ended with exit code "
                + running.process().exitCode() + " before it answered; "
                + LogTail.describe(running.process().log()));
    }

    private ServiceException timedOut(RunningService running, Exception last) {
        String lastTry = last == null ? "" : " (last try: " + describe(last) + ")";
        return new ServiceException(
                running.service().name() + ": must answer within " + limit.toSeconds() + " s, did not" + lastTry + "; "
                        + LogTail.describe(running.process().log()),
                last);
    }

    private String cannot(IOException e) {
        return Folders.isFull(e)
                ? Folders.NO_SPACE + "; make space in " + layout.root() + ", or use another data directory"
                : describe(e);
    }

    /** The message of a file system exception is only the path. */
    private static String describe(Exception e) {
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        return e.getMessage() == null || e instanceof FileSystemException ? e.toString() : e.getMessage();
    }
}
