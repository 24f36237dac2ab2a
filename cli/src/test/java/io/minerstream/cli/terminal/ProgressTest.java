package io.minerstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.report.Messages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final StepText TEXT = new StepText(new Messages(Locale.ENGLISH), true);

    private final VirtualTerminal terminal = new VirtualTerminal(80);
    private TerminalSize size = new TerminalSize(24, 80);
    private long nanos;
    private final Progress progress = new Progress(terminal.writer(), () -> size, TEXT, () -> nanos, task -> {});

    private void pass(Duration time) {
        nanos += time.toNanos();
        progress.show();
    }

    @Test
    void shouldShowAllStepsAtOnceAndLeaveThem() {
        progress.say("before");
        Step first = progress.start("first", 100);
        Step second = progress.plan("second", 100);
        pass(Duration.ofSeconds(1));

        assertThat(terminal.screen())
                .isEqualTo(
                        """
                before
                ⠋ first                           ───────────   0 %
                  second                          ───────────   0 %""");
        assertThat(terminal.isCursorVisible()).isFalse();

        first.stepTo(10);
        second.stepTo(50);
        pass(Duration.ofSeconds(1));
        first.stepTo(60);
        pass(Duration.ofSeconds(1));
        first.close();
        second.stepTo(100);
        second.close();
        progress.say("after");

        assertThat(terminal.screen())
                .isEqualTo(
                        """
                before
                ✗ first                           ━━━━━━╸────  60 %        20/s           3.0 s
                ✓ second                          ━━━━━━━━━━━ 100 %        50/s           2.0 s
                after""");
        assertThat(terminal.isCursorVisible()).isTrue();
        assertThat(terminal.isCursorAtTheEnd()).isTrue();
    }

    @Test
    void shouldPrintAboveTheSteps() {
        Step step = progress.start("step", 0);
        progress.start("other", 0);
        progress.show();

        progress.say("a line that is much longer than the terminal is wide, which must be seen whole, to its very end");
        progress.print(() -> terminal.writer().println("on standard output"));

        String above =
                """
                a line that is much longer than the terminal is wide, which must be seen whole,
                to its very end
                on standard output
                """;
        assertThat(terminal.screen())
                .isEqualTo(
                        above
                                + """
                ⠋ step                                      0.00 s
                ⠋ other                                     0.00 s""");
        step.done();
        pass(Duration.ofMillis(100));
        assertThat(terminal.screen())
                .isEqualTo(
                        above
                                + """
                ✓ step                                      0.00 s
                ⠙ other                                      0.1 s""");
    }

    @Test
    void shouldDrawAFrameInOneWriteAndNoneThatChangesNothing() {
        progress.plan("first", 0);
        progress.plan("second", 0);
        progress.show();
        int before = terminal.writes();

        progress.show();
        assertThat(terminal.writes()).isEqualTo(before);
        progress.plan("third", 0);
        progress.show();
        assertThat(terminal.writes()).isEqualTo(before + 1);
    }

    @Test
    void shouldFollowTheWidth() {
        progress.start("first", 100).stepTo(50);
        progress.start("second", 100).stepTo(99);
        progress.show();

        terminal.resize(50);
        progress.show();
        pass(Duration.ofMillis(100));
        assertThat(terminal.screen())
                .as("frame for 80 columns, cut off")
                .isEqualTo(
                        """
                ⠙ first                           ━━━━━╸─────  50%
                ⠙ second                          ━━━━━━━━━━╸  99%""");

        size = new TerminalSize(24, 50);
        progress.show();
        assertThat(terminal.screen())
                .isEqualTo("""
                ⠙ first          50 %
                ⠙ second         99 %""");

        terminal.resize(100);
        size = new TerminalSize(24, 100);
        progress.show();
        assertThat(terminal.screen())
                .isEqualTo(
                        """
                ⠙ first                           ━━━━━━━━━━━───────────  50 %   50/100
                ⠙ second                          ━━━━━━━━━━━━━━━━━━━━━╸  99 %   99/100""");
    }

    @Test
    void shouldGiveTheTerminalBackWhenTheProcessEnds() {
        Step step = progress.start("step", 100);
        step.stepTo(50);
        progress.show();

        progress.end();
        progress.say("stopping ...");
        step.stepTo(60);
        progress.start("another", 0);
        progress.show();

        assertThat(terminal.screen())
                .isEqualTo(
                        """
                ✗ step                            ━━━━━╸─────  50 %                      0.00 s
                stopping ...""");
        assertThat(terminal.isCursorVisible()).isTrue();
        assertThat(terminal.isCursorAtTheEnd()).isTrue();
    }

    @Test
    void shouldSayNewsAloneWhereThereIsNoTerminal() {
        StringWriter err = new StringWriter();
        Progress lines = new Progress(new PrintWriter(err, true), null, TEXT, () -> nanos, task -> {});
        Step counted = lines.start("counted", 2_000);
        Step uncounted = lines.start("uncounted", 0);
        lines.show();
        nanos += 1_000_000_000;
        counted.stepTo(500);
        nanos += 1_000_000_000;
        counted.stepTo(1_000);
        lines.show();
        lines.show();
        nanos += 2_000_000_000;
        counted.stepTo(2_000);
        counted.close();
        lines.show();
        uncounted.done();

        assertThat(err.toString())
                .isEqualTo(
                        """
                counted  50 %  1,000/2,000  500/s  2 s left
                counted  100 %  2,000/2,000  500/s  4.0 s
                """);
    }
}
