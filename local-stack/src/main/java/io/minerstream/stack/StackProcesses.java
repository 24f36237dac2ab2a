package io.minerstream.stack;

import io.minerstream.stack.process.RunningService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The processes of one stack. Thread-safe. */
final class StackProcesses {

    /** Clients stop before their servers; the components of a group stop at the same time. */
    private static final List<List<Component>> STOP_ORDER = List.of(
            List.of(Component.CONNECT), List.of(Component.REGISTRY, Component.BROKER), List.of(Component.POSTGRES));

    private final Map<Component, RunningService> running = new EnumMap<>(Component.class);

    synchronized void put(Component component, RunningService service) {
        running.put(component, service);
    }

    /** A copy. */
    synchronized Map<Component, RunningService> all() {
        return new EnumMap<>(running);
    }

    /**
     * Stops all in order, also after failures.
     *
     * @param orderly false: the JVMs need not, or cannot, bring their data in order
     * @return the failures; a new list
     */
    List<RuntimeException> stop(StackListener listener, boolean orderly) {
        Map<Component, RunningService> present = all();
        List<RuntimeException> failures = new ArrayList<>();
        for (List<Component> group : STOP_ORDER) {
            List<Component> together =
                    group.stream().filter(present::containsKey).toList();
            together.forEach(component -> present.get(component).process().requestStop());
            for (Component component : together) {
                try {
                    // A killed PostgreSQL would leave a segment of shared memory.
                    if (orderly || component == Component.POSTGRES) {
                        present.get(component).stop();
                    } else {
                        present.get(component).process().stop(Duration.ZERO);
                    }
                    listener.stopped(component);
                } catch (RuntimeException e) {
                    failures.add(new IllegalStateException(component.id() + ": " + e.getMessage(), e));
                }
            }
        }
        return failures;
    }
}
