package io.minerstream.stack;

import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.process.LogTail;
import io.minerstream.stack.process.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded stack: broker, registry, Connect worker and PostgreSQL, each in a child process that ends with this one, however
 * this one ends.
 *
 * <p>For one use: create, start, close. Thread-safe; {@link #close()} may be called at any time, also by a shutdown hook, which
 * the caller installs.
 */
public final class LocalStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    /** Starting threads end soon when interrupted; one may be waiting for the answer to a request. */
    private static final Duration GIVE_UP_LIMIT = Duration.ofSeconds(30);

    private final StackConfig config;
    private final StackListener listener;
    private final StackProcesses processes = new StackProcesses();
    private final Map<Component, CompletableFuture<Void>> answers = Stream.of(Component.values())
            .collect(Collectors.toMap(Function.identity(), component -> new CompletableFuture<>()));
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();
    private final ExecutorService starters = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local-stack-start");
        thread.setDaemon(true);
        return thread;
    });
    private final ReentrantLock closeLock = new ReentrantLock();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean failed;
    private volatile boolean closed;
    private volatile DataDirectory directory;
    private volatile StackEndpoints answering;

    private LocalStack(StackConfig config, StackListener listener) {
        this.config = config;
        this.listener = listener;
    }

    /** Creates a stack without starting it, so that a shutdown hook can close it while it starts. */
    public static LocalStack create(StackConfig config, StackListener listener) {
        return new LocalStack(config, listener);
    }

    /**
     * Creates and starts.
     *
     * @throws StackStartException when it cannot start; nothing runs then
     */
    public static LocalStack start(StackConfig config, StackListener listener)
            throws StackStartException, InterruptedException {
        return create(config, listener).start();
    }

    /**
     * Starts all components; returns when all answer.
     *
     * @return this
     * @throws StackStartException when one cannot start, or the stack is closed meanwhile; nothing runs then
     * @throws InterruptedException when the calling thread is interrupted; nothing runs then
     * @throws IllegalStateException when called twice
     */
    public LocalStack start() throws StackStartException, InterruptedException {
        begin();
        return awaitStart();
    }

    /**
     * Begins to start broker, registry and PostgreSQL at the same time, and Connect as soon as the broker answers. {@link
     * #awaitAnswer} waits for some of them, {@link #awaitStart} for all.
     *
     * @throws IllegalStateException when called twice
     */
    public void begin() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a stack starts once; create another one");
        }
        try {
            starters.execute(this::startAllOrFail);
        } catch (RejectedExecutionException e) {
            fail(e);
        }
    }

    /**
     * Waits until components answer, after {@link #begin}.
     *
     * @param components some of those of the stack
     * @return addresses of all that answer by then
     * @throws StackStartException when a component cannot start, or the stack is closed meanwhile; others may still run
     */
    public StackEndpoints awaitAnswer(Component... components) throws StackStartException, InterruptedException {
        try {
            CompletableFuture.allOf(Stream.of(components).map(answers::get).toArray(CompletableFuture[]::new))
                    .get();
            return answering;
        } catch (ExecutionException e) {
            throw failureOf(e);
        }
    }

    /**
     * Waits until all components answer, after {@link #begin}.
     *
     * @return this
     * @throws StackStartException as {@link #start}
     * @throws InterruptedException as {@link #start}
     */
    public LocalStack awaitStart() throws StackStartException, InterruptedException {
        try {
            all.get();
            return this;
        } catch (ExecutionException e) {
            throw giveUp(failureOf(e));
        } catch (InterruptedException e) {
            throw giveUp(e);
        }
    }

    private StackStartException failureOf(Exception e) {
        Optional<String> exit = end.getNow(Optional.empty());
        if (exit.isPresent()) {
            return new StackStartException(exit.get(), e);
        }
        // Checked before the cause: the failures of an interrupted start do not tell the reason.
        if (closing) {
            return new StackStartException("the stack was closed while it was starting", e);
        }
        if (e.getCause() instanceof StackStartException failure) {
            return failure;
        }
        return new StackStartException("the stack cannot start: " + e.getCause(), e);
    }

    private <E extends Exception> E giveUp(E failure) {
        failed = failure instanceof StackStartException && !closing;
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /**
     * Addresses, user and files.
     *
     * @throws IllegalStateException before all has started
     */
    public StackEndpoints endpoints() {
        if (!all.isDone() || all.isCompletedExceptionally()) {
            throw new IllegalStateException("the stack has not started");
        }
        return answering;
    }

    /** Process ids of the components; for PostgreSQL, that of the process that watches it. */
    public Map<Component, Long> processIds() {
        Map<Component, Long> ids = new TreeMap<>();
        processes
                .all()
                .forEach((component, service) ->
                        ids.put(component, service.process().pid()));
        return ids;
    }

    /** Whether its broker has ended, expectedly or not: its clients cannot end in order any more, and would wait for it. */
    public boolean hasLostBroker() {
        RunningService broker = processes.all().get(Component.BROKER);
        return broker != null && !broker.process().isAlive();
    }

    /**
     * Waits for the unexpected end of a component, or until the stack is closed.
     *
     * @return error message: which component ended, its exit code (128 + n after signal n) and the last lines of its log; empty when
     *     the stack was closed
     */
    public Optional<String> awaitExit() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        }
    }

    /**
     * Stops Connect, then registry and broker, then PostgreSQL; cancels a running start. Those of a temporary data directory, and
     * those whose broker has ended, are killed, except for PostgreSQL. Returns when all processes have ended.
     * Idempotent; concurrent calls wait as well.
     *
     * @throws UncheckedIOException when files of a temporary data directory could not be deleted
     * @throws IllegalStateException when a process survived a kill
     */
    @Override
    public void close() {
        closeLock.lock();
        // A pending interrupt would turn the orderly stop into a kill.
        boolean interrupted = Thread.interrupted();
        try {
            if (!closed) {
                closing = true;
                awaitStarters();
                if (directory != null) {
                    stopAll();
                }
            }
        } finally {
            closed = true;
            end.complete(Optional.empty());
            closeLock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitStarters() {
        starters.shutdownNow();
        try {
            if (!starters.awaitTermination(GIVE_UP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the start does not end within " + GIVE_UP_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            // An interrupt asks for a fast end: the processes are killed.
            Thread.currentThread().interrupt();
        }
    }

    private void stopAll() {
        List<RuntimeException> failures = processes.stop(listener, !config.temporary() && !hasLostBroker());
        try {
            directory.close(failed);
        } catch (IOException e) {
            failures.add(new UncheckedIOException(e.getMessage(), e));
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    // Whatever ends the start, an Error too, must reach those who wait for it.
    private void startAllOrFail() {
        try {
            startAll();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        answers.values().forEach(answer -> answer.completeExceptionally(e));
        all.completeExceptionally(e);
    }

    private void onAnswer(Component component, StackEndpoints addresses) {
        answering = addresses;
        answers.get(component).complete(null);
    }

    private void startAll() throws StackStartException, IOException, InterruptedException {
        HostRequirements.require();
        directory = DataDirectory.open(config);
        DataLayout layout = directory.layout();
        String elsewhere = "set TMPDIR, or the system property java.io.tmpdir, to another folder";
        HostRequirements.requirePrograms(Path.of(System.getProperty("java.io.tmpdir")), elsewhere);
        String remedy = config.temporary() ? elsewhere : "choose another data directory";
        HostRequirements.requirePrograms(layout.temporaryFiles(), remedy);
        HostRequirements.requireSpace(
                layout.root(), Files.getFileStore(layout.root()).getUsableSpace(), remedy);
        StackStart start = new StackStart(config, listener, processes, starters, this::watch, layout);
        answering = start.run(this::onAnswer);
        EndpointsFile.ofThisProcess(answering).write(layout.endpoints());
        all.complete(null);
    }

    /** Handles the end on another thread: the one that notices it has a very small stack. */
    private void watch(Component component, RunningService service) {
        service.process()
                .exit()
                .thenAcceptAsync(code -> onExit(component, service, code))
                .exceptionally(e -> {
                    LOG.error("cannot handle the end of {}", component.id(), e);
                    return null;
                });
    }

    private void onExit(Component component, RunningService service, int exitCode) {
        if (closing) {
            return;
        }
        failed = true;
        String end = component.id() + ": must keep running, ended with exit code " + exitCode + "; ";
        Path log = service.process().log();
        this.end.complete(Optional.of(end + LogTail.describe(log)));
        // Cancels the start of others.
        starters.shutdownNow();
        listener.exited(end + "its log is " + log);
    }
}
