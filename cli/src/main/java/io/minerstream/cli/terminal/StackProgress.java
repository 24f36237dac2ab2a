package io.minerstream.cli.terminal;

import io.minerstream.cli.report.Messages;
import io.minerstream.pipeline.embedded.EmbeddedListener;
import io.minerstream.schemas.run.DurationText;
import io.minerstream.stack.Component;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reports on standard error which parts of a stack are up. Thread-safe. */
public final class StackProgress extends WatchProgress implements EmbeddedListener, AutoCloseable {

    private static final String VALIDATOR = "verdict";
    private static final String SINKS = "stack.sinks";

    private final Progress progress;
    private final Messages messages;

    /** By the key of their label. */
    private final Map<String, Step> steps = new ConcurrentHashMap<>();

    public StackProgress(Progress progress, Messages messages) {
        super(progress);
        this.progress = progress;
        this.messages = messages;
    }

    private static String label(Component component) {
        return switch (component) {
            case BROKER -> "stack.kafka";
            case REGISTRY -> "stack.registry";
            case CONNECT -> "stack.connect";
            case POSTGRES -> "stack.database";
        };
    }

    @Override
    public void starting(Component component) {
        begin(label(component));
    }

    private Step begin(String label) {
        return steps.computeIfAbsent(label, key -> progress.start(messages.text(key), 0));
    }

    @Override
    public void started(Component component, Duration took) {
        ended(label(component), component.title() + " is up (" + DurationText.elapsed(took) + ")");
        if (component == Component.BROKER) {
            begin(VALIDATOR);
        } else if (component == Component.CONNECT) {
            begin(SINKS);
        }
    }

    @Override
    public void validatorStarted() {
        ended(VALIDATOR, "validator is running");
    }

    @Override
    public void sinksStarted() {
        ended(SINKS, "sinks are running");
    }

    private void ended(String label, String line) {
        if (progress.isTerminal()) {
            begin(label).done();
        } else {
            say(line);
        }
    }

    @Override
    public void validatorFailed(Throwable cause) {
        say("validator: must keep running, stopped: " + cause.getMessage() + "; stopping the other parts ...");
    }

    @Override
    public void tableFinding(String finding) {
        say(finding);
    }

    @Override
    public void exited(String message) {
        say(message + "; stopping the other parts ...");
    }

    @Override
    public void close() {
        steps.values().forEach(Step::close);
    }
}
