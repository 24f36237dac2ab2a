package io.minerstream.cli.up;

import io.minerstream.cli.report.Durations;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.stack.Component;
import io.minerstream.stack.StackListener;
import io.minerstream.stack.UnexpectedExit;
import java.time.Duration;

/** Says on standard error what the stack does. */
final class StackProgress implements StackListener {

    private final Progress progress;

    StackProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void started(Component component, Duration took) {
        progress.say(component.title() + " is up (" + Durations.text(took) + ")");
    }

    @Override
    public void exited(UnexpectedExit exit) {
        progress.say(exit.message());
    }
}
