package io.minerstream.pipeline.watch;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Asks each part that a command needs every 3 s, on a thread of its own, whether it still answers. For one scope. Thread-safe.
 *
 * <p>A part that answers that it has failed is believed the second time. One that does not answer may be restarting: it is lost
 * for good after 60 s, or at once when the embedded stack that it belongs to has ended.
 */
public final class PartsWatch {

    /** Longer than the restart of any part: that of a broker that was killed takes up to 12 s, on a busy machine twice as long. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final List<Part> parts;
    private final BooleanSupplier stackHasEnded;
    private final WatchListener listener;
    private final Duration interval;
    private final Duration patience;

    /** Problems by part, in the order in which they came. */
    private final Map<String, RuntimeException> problems = new LinkedHashMap<>();

    PartsWatch(
            List<Part> parts,
            BooleanSupplier stackHasEnded,
            WatchListener listener,
            Duration interval,
            Duration patience) {
        this.parts = List.copyOf(parts);
        this.stackHasEnded = stackHasEnded;
        this.listener = listener;
        this.interval = interval;
        this.patience = patience;
    }

    /**
     * A watch of the parts of a run.
     *
     * @param landed whether its rows must come to the warehouse
     * @param judged whether a validator judges it
     */
    public static PartsWatch ofRun(Connections connections, boolean landed, boolean judged, WatchListener listener) {
        return of(KnownParts.ofRun(connections, landed, judged), connections, listener);
    }

    /** A watch of all parts whose addresses are known. */
    public static PartsWatch ofSession(Connections connections, WatchListener listener) {
        return of(KnownParts.ofSession(connections), connections, listener);
    }

    /** A watch of all parts of an embedded stack. */
    public static PartsWatch ofStack(Connections connections, WatchListener listener) {
        return of(KnownParts.ofStack(connections), connections, listener);
    }

    private static PartsWatch of(List<Part> parts, Connections connections, WatchListener listener) {
        return new PartsWatch(parts, connections::stackHasEnded, listener, INTERVAL, PATIENCE);
    }

    /** Tells the listener, and fails the scope when a part has failed or is lost for good: with the problem that came first. */
    public void require(Scope scope) {
        start(scope, true);
    }

    /** Tells the listener alone. */
    public void report(Scope scope) {
        start(scope, false);
    }

    /**
     * Asks once more.
     *
     * @throws PipelineException when a part answers that it has failed
     */
    public void requireNoFailure() {
        parts.stream()
                .map(Part::problem)
                .flatMap(Optional::stream)
                .filter(Part::hasFailed)
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    private void start(Scope scope, boolean required) {
        for (Part part : parts) {
            scope.start("minerstream-watch-" + part.name().replace(' ', '-'), () -> {
                watch(part, required, scope);
                return null;
            });
        }
    }

    private void watch(Part part, boolean required, Scope scope) {
        Deadline outage = null;
        for (int times = 0; ; Deadline.pause(interval)) {
            Optional<RuntimeException> problem = part.problem();
            if (scope.isOver()) {
                return;
            }
            if (problem.isEmpty()) {
                forget(part, times > 1);
                times = 0;
                continue;
            }
            if (times++ == 0) {
                outage = Deadline.in(patience);
                remember(part, problem.get());
            }
            boolean failed = Part.hasFailed(problem.get());
            boolean ended = !failed && stackHasEnded.getAsBoolean();
            if (required && (failed ? times > 1 : ended || outage.isOver())) {
                throw first(ended);
            }
            if (times == 2) {
                listener.lost(problem.get().getMessage());
            }
        }
    }

    private synchronized void remember(Part part, RuntimeException problem) {
        problems.put(part.name(), problem);
    }

    private synchronized void forget(Part part, boolean told) {
        problems.remove(part.name());
        if (told) {
            listener.recovered(part.name());
        }
    }

    /** One part that is lost takes others with it: a sink fails without its database. */
    private synchronized RuntimeException first(boolean stackEnded) {
        RuntimeException first = problems.values().iterator().next();
        String end = stackEnded ? "; its `minerstream up` has ended" : "";
        return Part.hasFailed(first) ? first : PipelineException.unreachable(first.getMessage() + end, first);
    }
}
