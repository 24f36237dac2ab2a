package io.minerstream.stack;

import io.minerstream.stack.broker.BrokerService;
import io.minerstream.stack.connect.ConnectService;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.postgres.PostgresService;
import io.minerstream.stack.process.HttpProbe;
import io.minerstream.stack.process.PortMemory;
import io.minerstream.stack.process.Ports;
import io.minerstream.stack.process.RunningService;
import io.minerstream.stack.process.Service;
import io.minerstream.stack.process.ServiceException;
import io.minerstream.stack.process.ServiceStarter;
import io.minerstream.stack.registry.RegistryService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** One start of all components: Connect after the broker, the others at the same time. Ends soon when interrupted. */
final class StackStart {

    /** Longest start of one component. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final StackConfig config;
    private final StackListener listener;
    private final StackProcesses processes;
    private final ExecutorService threads;
    private final BiConsumer<Component, RunningService> onStarted;
    private final DataLayout layout;
    /** Where programs are unpacked: once for all data directories, or if that cannot be, into this one. */
    private final List<Path> programs;

    private final ServiceStarter starter;
    private final HttpProbe http = new HttpProbe();
    private final Map<Component, RunningService> answering = new EnumMap<>(Component.class);

    /**
     * @param onStarted called with each component that answers
     */
    StackStart(
            StackConfig config,
            StackListener listener,
            StackProcesses processes,
            ExecutorService threads,
            BiConsumer<Component, RunningService> onStarted,
            DataLayout layout)
            throws IOException {
        this.config = config;
        this.listener = listener;
        this.processes = processes;
        this.threads = threads;
        this.onStarted = onStarted;
        this.layout = layout;
        this.programs = Stream.concat(CacheDirectory.standard().stream(), Stream.of(layout.programs()))
                .toList();
        this.starter = new ServiceStarter(layout, PortMemory.open(layout.ports()), START_LIMIT);
    }

    /**
     * Returns when all components answer; throws on the first failure, while others may still be starting.
     *
     * @param onAnswer told each component that answers, with the addresses of all that do
     */
    StackEndpoints run(BiConsumer<Component, StackEndpoints> onAnswer)
            throws StackStartException, InterruptedException {
        CompletionService<Started> starts = new ExecutorCompletionService<>(threads);
        config.components().stream()
                .filter(component -> component != Component.CONNECT)
                .forEach(server -> starts.submit(() -> startOne(server)));
        while (answering.size() < config.components().size()) {
            Started started = next(starts);
            answering.put(started.component, started.service);
            if (started.component == Component.BROKER && config.components().contains(Component.CONNECT)) {
                starts.submit(() -> startOne(Component.CONNECT));
            }
            onAnswer.accept(started.component, endpoints());
        }
        return endpoints();
    }

    private static Started next(CompletionService<Started> starts) throws StackStartException, InterruptedException {
        try {
            return starts.take().get();
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

    /** A component that answers. */
    private record Started(Component component, RunningService service) {}

    private Started startOne(Component component) throws StackStartException, InterruptedException {
        listener.starting(component);
        long startNanos = System.nanoTime();
        RunningService running;
        try {
            running = starter.start(create(component), spawned -> processes.put(component, spawned));
        } catch (ServiceException e) {
            listener.failed(component, e.getMessage());
            throw new StackStartException(e.getMessage(), e);
        }
        onStarted.accept(component, running);
        listener.started(component, Duration.ofNanos(System.nanoTime() - startNanos));
        return new Started(component, running);
    }

    /**
     * The service of a component; Connect's needs a running broker.
     *
     * @throws StackStartException when its program is missing
     */
    private Service create(Component component) throws StackStartException {
        return switch (component) {
            case BROKER -> new BrokerService(layout);
            case REGISTRY ->
                new RegistryService(layout, StackParts.find(programs).registryRunner(), http);
            case POSTGRES ->
                new PostgresService(layout, StackParts.find(programs).postgresArchive(), programs, !config.temporary());
            case CONNECT ->
                new ConnectService(
                        layout, StackParts.find(programs).plugins(), http, address(Component.BROKER, processes.all()));
        };
    }

    private StackEndpoints endpoints() {
        boolean connect = answering.containsKey(Component.CONNECT);
        boolean database = answering.containsKey(Component.POSTGRES);
        return new StackEndpoints(
                address(Component.BROKER, answering),
                address(Component.REGISTRY, answering),
                address(Component.CONNECT, answering),
                connect ? layout.connectProperties() : null,
                address(Component.POSTGRES, answering),
                database ? PostgresService.user() : null,
                database ? layout.databaseProperties() : null,
                database ? layout.databasePassword() : null,
                database ? layout.pgpass() : null,
                layout.root(),
                layout.logs());
    }

    /** Null when the component does not run. */
    private static String address(Component component, Map<Component, RunningService> running) {
        RunningService service = running.get(component);
        if (service == null) {
            return null;
        }
        Ports ports = service.ports();
        return switch (component) {
            case BROKER -> BrokerService.address(ports);
            case REGISTRY -> RegistryService.url(ports);
            case CONNECT -> ConnectService.url(ports);
            case POSTGRES -> PostgresService.jdbcUrl(ports);
        };
    }
}
