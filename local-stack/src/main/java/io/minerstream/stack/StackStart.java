package io.minerstream.stack;

import io.minerstream.stack.process.PortMemory;
import io.minerstream.stack.process.RunningService;
import io.minerstream.stack.process.ServiceException;
import io.minerstream.stack.process.ServiceStarter;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

/** One start of all components: Connect last, the others at the same time. Ends soon when interrupted. */
final class StackStart {

    /** Longest start of one component. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final StackConfig config;
    private final StackListener listener;
    private final StackProcesses processes;
    private final ExecutorService threads;
    private final BiConsumer<Component, RunningService> onStarted;

    /**
     * @param onStarted called with each component that answers
     */
    StackStart(
            StackConfig config,
            StackListener listener,
            StackProcesses processes,
            ExecutorService threads,
            BiConsumer<Component, RunningService> onStarted) {
        this.config = config;
        this.listener = listener;
        this.processes = processes;
        this.threads = threads;
        this.onStarted = onStarted;
    }

    /** Returns when all components answer; throws on the first failure, while others may still be starting. */
    StackEndpoints run(DataDirectory directory) throws StackStartException, IOException, InterruptedException {
        StackServices services = new StackServices(config.temporary(), directory.layout());
        ServiceStarter starter = new ServiceStarter(
                directory.layout(), PortMemory.open(directory.layout().ports()), START_LIMIT);
        Set<Component> first = EnumSet.noneOf(Component.class);
        first.addAll(config.components());
        boolean connect = first.remove(Component.CONNECT);
        startTogether(first, services, starter);
        if (connect) {
            startTogether(EnumSet.of(Component.CONNECT), services, starter);
        }
        return services.endpoints(processes.all());
    }

    private void startTogether(Set<Component> components, StackServices services, ServiceStarter starter)
            throws StackStartException, InterruptedException {
        CompletionService<Void> starts = new ExecutorCompletionService<>(threads);
        for (Component component : components) {
            starts.submit(() -> {
                startOne(component, services, starter);
                return null;
            });
        }
        for (int i = 0; i < components.size(); i++) {
            try {
                starts.take().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof StackStartException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof InterruptedException interrupt) {
                    throw interrupt;
                }
                throw new IllegalStateException("the start of a component failed: " + e.getCause(), e.getCause());
            }
        }
    }

    private void startOne(Component component, StackServices services, ServiceStarter starter)
            throws StackStartException, InterruptedException {
        listener.starting(component);
        long startNanos = System.nanoTime();
        RunningService running;
        try {
            running = starter.start(
                    services.create(component, processes.all()), spawned -> processes.put(component, spawned));
        } catch (ServiceException e) {
            listener.failed(component, e.getMessage());
            throw new StackStartException(e.getMessage(), e);
        }
        onStarted.accept(component, running);
        listener.started(component, Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
