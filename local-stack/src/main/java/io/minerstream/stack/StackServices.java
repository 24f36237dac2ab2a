package io.minerstream.stack;

import io.minerstream.stack.broker.BrokerService;
import io.minerstream.stack.connect.ConnectService;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.postgres.PostgresService;
import io.minerstream.stack.process.HttpProbe;
import io.minerstream.stack.process.Ports;
import io.minerstream.stack.process.RunningService;
import io.minerstream.stack.process.Service;
import io.minerstream.stack.registry.RegistryService;
import java.util.Map;

/** Makes the service of each component, and tells the addresses of those that run. */
final class StackServices {

    private final StackConfig config;
    private final DataLayout layout;
    private final HttpProbe http = new HttpProbe();

    StackServices(StackConfig config, DataLayout layout) {
        this.config = config;
        this.layout = layout;
    }

    /**
     * The service of an embedded component; Connect's needs a running or external broker.
     *
     * @throws StackStartException when its program is missing
     */
    Service create(Component component, Map<Component, RunningService> running) throws StackStartException {
        return switch (component) {
            case BROKER -> new BrokerService(layout);
            case REGISTRY -> new RegistryService(layout, StackParts.find().registryRunner(), http);
            case POSTGRES ->
                new PostgresService(
                        layout, StackParts.find().postgresArchive(), config.cacheDirectory(), !config.temporary());
            case CONNECT ->
                new ConnectService(
                        layout,
                        StackParts.find().plugins(),
                        http,
                        address(Component.BROKER, running),
                        config.brokerProperties());
        };
    }

    StackEndpoints endpoints(Map<Component, RunningService> running) {
        boolean database = running.containsKey(Component.POSTGRES);
        return new StackEndpoints(
                address(Component.BROKER, running),
                address(Component.REGISTRY, running),
                address(Component.CONNECT, running),
                address(Component.POSTGRES, running),
                database ? PostgresService.user() : null,
                database ? layout.databaseProperties() : null,
                database ? layout.databasePassword() : null,
                database ? layout.pgpass() : null,
                layout.root(),
                layout.logs());
    }

    /** Null when the component neither runs here nor elsewhere. */
    private String address(Component component, Map<Component, RunningService> running) {
        RunningService service = running.get(component);
        if (service == null) {
            return config.external().get(component);
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
