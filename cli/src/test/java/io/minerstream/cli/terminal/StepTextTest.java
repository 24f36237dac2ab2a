package io.minerstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.report.Messages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StepTextTest {

    private static final TerminalSize WIDE = new TerminalSize(24, 110);

    private long nanos;

    private final Progress progress = new Progress(
            new PrintWriter(new StringWriter()), () -> WIDE, text(Locale.ENGLISH), () -> nanos, task -> {});

    private static StepText text(Locale language) {
        return new StepText(new Messages(language), false);
    }

    /** A step of each state, two seconds after the first has begun. */
    private List<Step> steps(Messages messages) {
        Step published = progress.start(messages.text("stage.publish"), 144_000);
        Step judged = progress.plan(messages.text("stage.validate"), 144_000);
        Step landed = progress.plan(messages.text("stage.sink"), 144_000);
        Step checked = progress.plan(messages.text("stage.checks"), 0);
        Step stopped = progress.start("x", 0);
        nanos += 1_000_000_000;
        published.done(144_000, Duration.ofMillis(900));
        judged.stepTo(10_000);
        landed.stepTo(200_000);
        nanos += 1_000_000_000;
        judged.stepTo(16_000);
        stopped.close();
        return List.of(published, judged, landed, checked, stopped);
    }

    @Test
    void shouldFillAWideTerminal() {
        assertThat(text(Locale.ENGLISH).frame(steps(new Messages(Locale.ENGLISH)), WIDE, nanos))
                .containsExactly(
                        "✓ generate and publish to Kafka   ━━━━━━━━━━━━━━━━━━━━━━━━ 100 %  144,000/144,000   160,000/s           0.9 s",
                        "⠋ judged by the stream validator  ━━╸─────────────────────  11 %   16,000/144,000     6,000/s       22 s left",
                        "⠋ landed in PostgreSQL            ━━━━━━━━━━━━━━━━━━━━━━━━ 100 %  144,000/144,000",
                        "  checked in SQL",
                        "✗ x                                                                                                     2.0 s");
    }

    @Test
    void shouldAlignChinese() {
        List<String> lines = text(Locale.CHINESE).frame(steps(new Messages(Locale.CHINESE)), WIDE, nanos);

        assertThat(lines)
                .containsExactly(
                        "✓ 生成并发布到 Kafka              ━━━━━━━━━━━━━━━━━━━━━━━━ 100 %  144,000/144,000   160,000/s           0.9 s",
                        "⠋ 流式校验                        ━━╸─────────────────────  11 %   16,000/144,000     6,000/s       剩余 22 s",
                        "⠋ 写入 PostgreSQL                 ━━━━━━━━━━━━━━━━━━━━━━━━ 100 %  144,000/144,000",
                        "  SQL 校验",
                        "✗ x                                                                                                     2.0 s");
    }

    @Test
    void shouldLeaveOutCountsWhereBarsNeedTheRoom() {
        assertThat(text(Locale.ENGLISH).frame(steps(new Messages(Locale.ENGLISH)), new TerminalSize(24, 80), nanos))
                .containsExactly(
                        "✓ generate and publish to Kafka   ━━━━━━━━━━━ 100 %   160,000/s           0.9 s",
                        "⠋ judged by the stream validator  ━──────────  11 %     6,000/s       22 s left",
                        "⠋ landed in PostgreSQL            ━━━━━━━━━━━ 100 %",
                        "  checked in SQL",
                        "✗ x                                                                       2.0 s");
    }

    @Test
    void shouldLeaveOutBarsOfANarrowTerminal() {
        assertThat(text(Locale.ENGLISH).frame(steps(new Messages(Locale.ENGLISH)), new TerminalSize(24, 70), nanos))
                .containsExactly(
                        "✓ generate and publish to Kafka    100 %   160,000/s           0.9 s",
                        "⠋ judged by the stream validator    11 %     6,000/s       22 s left",
                        "⠋ landed in PostgreSQL             100 %",
                        "  checked in SQL",
                        "✗ x                                                            2.0 s");
    }

    @Test
    void shouldLeaveOutTheEndsOfLabelsOfAVeryNarrowTerminal() {
        assertThat(text(Locale.ENGLISH).frame(steps(new Messages(Locale.ENGLISH)), new TerminalSize(24, 60), nanos))
                .containsExactly(
                        "✓ generate and publish t  100 %   160,000/s           0.9 s",
                        "⠋ judged by the stream v   11 %     6,000/s       22 s left",
                        "⠋ landed in PostgreSQL    100 %",
                        "  checked in SQL",
                        "✗ x                                                   2.0 s");
        Step live = progress.start("2026-11-29T07:00:00Z: 200 records, committed 0.01 s after it was due", 0);
        assertThat(text(Locale.ENGLISH).frame(List.of(live), new TerminalSize(24, 40), nanos))
                .containsExactly("⠋ 2026-11-29T07:00:00Z: 200 records, co");
    }

    @Test
    void shouldShowTheLastStepsOfALowTerminal() {
        assertThat(text(Locale.ENGLISH).frame(steps(new Messages(Locale.ENGLISH)), new TerminalSize(3, 80), nanos))
                .hasSize(2)
                .last()
                .isEqualTo("✗ x                                                                       2.0 s");
    }

    @Test
    void shouldColorMarksAndBarsAlone() {
        StepText colored = new StepText(new Messages(Locale.ENGLISH), true);

        assertThat(colored.frame(steps(new Messages(Locale.ENGLISH)).subList(1, 2), new TerminalSize(24, 80), nanos))
                .containsExactly(
                        "\u001b[36m⠋\u001b[m judged by the stream validator  \u001b[32m━\u001b[m\u001b[90m──────────\u001b[m"
                                + "  11 %     6,000/s       22 s left");
    }

    @Test
    void shouldSayNumbersAloneElsewhere() {
        assertThat(steps(new Messages(Locale.ENGLISH)).stream()
                        .map(step -> text(Locale.ENGLISH).plain(step, nanos)))
                .containsExactly(
                        "generate and publish to Kafka  100 %  144,000/144,000  160,000/s  0.9 s",
                        "judged by the stream validator  11 %  16,000/144,000  6,000/s  22 s left",
                        "landed in PostgreSQL  100 %  144,000/144,000",
                        "checked in SQL",
                        "x  2.0 s");
    }
}
