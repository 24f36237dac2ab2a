package io.minerstream.pipeline.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.warehouse.StrategyTable;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.strategy.StrategyLanding.State;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.schemas.wait.Standstill;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** Waits until the table of strategies equals the topic, and lists the differences if it does not. */
final class StrategyWait {

    /** A handful of rows lands within a second or two; after this time without a change they are not coming. */
    private static final Duration STANDSTILL = Duration.ofSeconds(15);

    private static final Duration POLL = Duration.ofMillis(100);

    private final StrategyTable table;
    private final ConnectClient connect;

    StrategyWait(Connection database, ConnectClient connect) {
        this.table = new StrategyTable(database);
        this.connect = connect;
    }

    /** Blocks until the site's rows equal {@code expected}, or a task of the sink has failed, or nothing changes any more. */
    StrategyLanding await(int siteId, List<CurtailmentStrategy> expected) {
        Standstill standstill = new Standstill(STANDSTILL);
        SinkHealth health = new SinkHealth(connect, Sink.STRATEGIES.connectorName());
        while (true) {
            List<CurtailmentStrategy> rows = table.ofSite(siteId);
            List<String> differences = differences(expected, rows);
            if (differences.isEmpty()) {
                return new StrategyLanding(State.EQUAL, rows.size(), List.of());
            }
            Optional<String> problem = health.problemIfDue();
            problem.ifPresent(differences::add);
            if (problem.isPresent() || standstill.isReached(rows)) {
                return new StrategyLanding(State.DIFFERENT, rows.size(), differences);
            }
            Deadline.pause(POLL);
        }
    }

    /** What differs, by strategy type and field; a new list. */
    static List<String> differences(List<CurtailmentStrategy> topic, List<CurtailmentStrategy> table) {
        Map<String, CurtailmentStrategy> expected = byType(topic);
        Map<String, CurtailmentStrategy> actual = byType(table);
        TreeSet<String> types = new TreeSet<>(expected.keySet());
        types.addAll(actual.keySet());
        List<String> differences = new ArrayList<>();
        for (String type : types) {
            if (!actual.containsKey(type)) {
                differences.add(type + ": is in the topic, not in the table");
            } else if (!expected.containsKey(type)) {
                differences.add(type + ": is in the table, not in the topic");
            } else {
                differences.addAll(fieldDifferences(type, expected.get(type), actual.get(type)));
            }
        }
        return differences;
    }

    private static List<String> fieldDifferences(String type, CurtailmentStrategy topic, CurtailmentStrategy table) {
        List<String> differences = new ArrayList<>();
        for (Schema.Field field : CurtailmentStrategy.getClassSchema().getFields()) {
            Object expected = topic.get(field.pos());
            Object actual = table.get(field.pos());
            if (!Objects.equals(expected, actual)) {
                differences.add(
                        "%s: %s is %s in the topic, %s in the table".formatted(type, field.name(), expected, actual));
            }
        }
        return differences;
    }

    private static Map<String, CurtailmentStrategy> byType(List<CurtailmentStrategy> strategies) {
        return strategies.stream()
                .collect(Collectors.toMap(
                        CurtailmentStrategy::getStrategyType,
                        Function.identity(),
                        (first, second) -> second,
                        TreeMap::new));
    }
}
