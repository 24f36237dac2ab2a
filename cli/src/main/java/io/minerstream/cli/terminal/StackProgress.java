package io.minerstream.cli.terminal;

import io.minerstream.pipeline.embedded.EmbeddedListener;
import io.minerstream.schemas.run.DurationText;
import io.minerstream.stack.Component;
import java.time.Duration;

/** Reports on standard error which parts of a stack are up. */
public final class StackProgress implements EmbeddedListener {

    private final Progress progress;

    public StackProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void started(Component component, Duration took) {
        progress.say(component.title() + " is up (" + DurationText.elapsed(took) + ")");
    }

    @Override
    public void validatorStarted() {
        progress.say("validator is running");
    }

    @Override
    public void validatorFailed(Throwable cause) {
        progress.say("validator stopped: " + cause.getMessage());
    }

    @Override
    public void sinksStarted() {
        progress.say("sinks are running");
    }

    @Override
    public void exited(String message) {
        progress.say(message);
    }
}
