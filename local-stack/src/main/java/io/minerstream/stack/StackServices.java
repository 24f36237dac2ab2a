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

/** Creates the service of each component, and knows the addresses of those that run. */
final class StackServices {

    private final boolean temporary;
    private final DataLayout layout;
    private final HttpProbe http = new HttpProbe();

    /** @param temporary whether the data may be lost when the machine crashes */
    StackServices(boolean temporary, DataLayout layout) {
        this.temporary = temporary;
        this.layout = layout;
    }

    /**
     * The service of a component; Connect's needs a running broker.
     *
     * @throws StackStartException when its program is missing
     */
    Service create(Component component, Map<Component, RunningService> running) throws StackStartException {
        return switch (component) {
            case BROKER -> new BrokerService(layout);
            case REGISTRY -> new RegistryService(layout, StackParts.find().registryRunner(), http);
            case POSTGRES ->
                new PostgresService(layout, StackParts.find().postgresArchive(), CacheDirectory.standard(), !temporary);
            case CONNECT ->
                new ConnectService(layout, StackParts.find().plugins(), http, address(Component.BROKER, running));
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
