package io.minerstream.cli.terminal;

import io.minerstream.pipeline.embedded.EmbeddedListener;
import io.minerstream.schemas.run.DurationText;
import io.minerstream.stack.Component;
import java.time.Duration;

/** Reports on standard error which parts of a stack are up. */
public final class StackProgress extends WatchProgress implements EmbeddedListener {

    public StackProgress(Progress progress) {
        super(progress);
    }

    @Override
    public void started(Component component, Duration took) {
        say(component.title() + " is up (" + DurationText.elapsed(took) + ")");
    }

    @Override
    public void validatorStarted() {
        say("validator is running");
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
    public void sinksStarted() {
        say("sinks are running");
    }

    @Override
    public void exited(String message) {
        say(message + "; stopping the other parts ...");
    }
}
