package io.minerstream.pipeline.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The sinks of a Connect cluster.
 *
 * @param deployed those that are there
 * @param missing names of the others, as far as they are deployed by default
 */
public record SinkStates(List<Deployed> deployed, List<String> missing) {

    /**
     * A sink that is deployed.
     *
     * @param kind {@link SinkKind#word}, or the class of a connector that is none of ours
     */
    public record Deployed(ConnectorStatus status, String kind) {}

    public SinkStates {
        deployed = List.copyOf(deployed);
        missing = List.copyOf(missing);
    }

    /** Asks the workers. */
    public static SinkStates of(ConnectClient connect) {
        List<Deployed> deployed = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            String name = sink.connectorName();
            connect.status(name)
                    .ifPresentOrElse(status -> deployed.add(new Deployed(status, kindOf(connect, name))), () -> {
                        if (sink.isDeployedByDefault()) {
                            missing.add(name);
                        }
                    });
        }
        return new SinkStates(deployed, missing);
    }

    private static String kindOf(ConnectClient connect, String name) {
        String connectorClass = connect.config(name).orElse(Map.of()).getOrDefault("connector.class", "");
        return SinkKind.ofClass(connectorClass).map(SinkKind::word).orElse(connectorClass);
    }

    /** The same sinks in other states. */
    public SinkStates with(List<ConnectorStatus> statuses) {
        Map<String, ConnectorStatus> byName =
                statuses.stream().collect(Collectors.toMap(ConnectorStatus::name, Function.identity()));
        return new SinkStates(
                deployed.stream()
                        .map(sink -> new Deployed(byName.get(sink.status.name()), sink.kind))
                        .toList(),
                missing);
    }

    /** Names of those that are deployed. */
    public List<String> names() {
        return deployed.stream().map(sink -> sink.status.name()).toList();
    }

    /** Whether none is missing and no part of one has failed. */
    public boolean areWell() {
        return missing.isEmpty() && deployed.stream().noneMatch(sink -> sink.status.hasFailed());
    }
}
