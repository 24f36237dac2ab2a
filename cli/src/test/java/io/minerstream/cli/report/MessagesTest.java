package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.RunState;
import io.minerstream.avro.Severity;
import io.minerstream.connect.warehouse.Check;
import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.pipeline.fault.Difference;
import io.minerstream.pipeline.load.search.Bottleneck;
import io.minerstream.pipeline.load.search.ProbeVerdict;
import io.minerstream.pipeline.load.search.RateSearch;
import io.minerstream.pipeline.load.verdict.LoadLimit;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.pipeline.strategy.StrategyLanding;
import io.minerstream.pipeline.verify.ForeignRecords;
import io.minerstream.producer.replay.RowMismatch;
import io.minerstream.schemas.run.TimeRange;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

    private static final Pattern LITERAL = Pattern.compile("\"([a-z_.]+)\"");

    @ParameterizedTest
    @CsvSource({
        "en, PT1H, 24 h, 2026-11-01T00:00:00Z to 2026-11-01T23:00:00Z",
        "zh, PT1H, 24小时, 2026-11-01T00:00:00Z 至 2026-11-01T23:00:00Z",
        "en, PT5M, 288 x 5 min, '2026-11-01T00:00:00Z to 2026-11-01T23:55:00Z, every 5 min'",
        "zh, PT5M, 288 x 5分钟, 2026-11-01T00:00:00Z 至 2026-11-01T23:55:00Z，每 5分钟",
        "en, PT30S, '2,880 x 30 s', '2026-11-01T00:00:00Z to 2026-11-01T23:59:30Z, every 30 s'",
        "en, PT6H, 4 x 6 h, '2026-11-01T00:00:00Z to 2026-11-01T18:00:00Z, every 6 h'",
    })
    void shouldSayTimePointsInBothLanguages(String language, Duration interval, String length, String bounds) {
        TimeRange day =
                new TimeRange(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T00:00:00Z"), interval);

        Messages messages = new Messages(Locale.forLanguageTag(language));

        assertThat(messages.length(day)).isEqualTo(length);
        assertThat(messages.bounds(day)).isEqualTo(bounds);
    }

    @Test
    void shouldHaveEveryTextInBothLanguages() throws IOException {
        assertThat(texts("messages_zh").keySet()).isEqualTo(texts("messages").keySet());
    }

    /** Placeholders, commands, and groups of digits are no punctuation. */
    @Test
    void shouldPunctuateChineseInFullWidth() throws IOException {
        Stream<String> failures = Translation.chinese().forms.stream().map(Translation.Form::translated);

        assertThat(Stream.concat(texts("messages_zh").values().stream(), failures)
                        .filter(text -> text.matches("(?s).*\\p{IsHan}.*"))
                        .map(text -> text.replaceAll("`[^`]*`|\\{[^{}]*}", "X"))
                        .filter(text -> text.matches("(?s).*([;?!()]|\\.\\.\\.(?!,)|[,:](?! ?[\\p{Alnum}.])|[,:] ).*"
                                + "|.*\\p{IsHan}[,:].*|.*[,:]\\p{IsHan}.*")))
                .isEmpty();
    }

    /** Keys are literals, or made of an enum. */
    @Test
    void shouldUseEveryText() throws IOException {
        Set<String> used = new HashSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                LITERAL.matcher(Files.readString(source)).results().forEach(literal -> used.add(literal.group(1)));
            }
        }
        Set.copyOf(used).forEach(key -> used.add("check." + key));
        for (Check check : Check.values()) {
            List.of(Outcome.values()).forEach(outcome -> used.add("check." + word(check) + "." + word(outcome)));
        }
        List.of(Stage.Name.values()).forEach(stage -> used.add("stage." + word(stage)));
        List.of(RunState.values()).forEach(state -> used.add("runs.state." + word(state)));
        List.of(AlertState.values()).forEach(state -> used.add("alerts.state." + word(state)));
        List.of(Severity.values()).forEach(severity -> used.add("alerts.severity." + word(severity)));
        List.of(RowMismatch.Kind.values()).forEach(kind -> used.add("exact.offender." + word(kind)));
        List.of(ForeignRecords.Kind.values()).forEach(kind -> used.add("exact.foreign." + word(kind)));
        List.of(StrategyLanding.State.values()).forEach(state -> used.add("strategies.table." + word(state)));
        List.of(Difference.Kind.values()).forEach(kind -> used.add("faults.difference." + word(kind)));
        List.of(RateSearch.Kind.values()).forEach(kind -> used.add("search.kind." + word(kind)));
        List.of(ProbeVerdict.values()).forEach(verdict -> used.add("search.verdict." + word(verdict)));
        List.of(Bottleneck.Kind.values()).forEach(kind -> used.add("search.bottleneck." + word(kind)));
        List.of(LoadLimit.values()).forEach(limit -> used.add("load.limit." + word(limit)));
        List.of(LoadComparison.Kind.values()).forEach(kind -> used.add("compare.figure." + word(kind)));
        List.of("demo", "generate").forEach(command -> used.add("title." + command));

        assertThat(used).containsAll(texts("messages").keySet());
    }

    private static Map<String, String> texts(String bundle) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                MessagesTest.class.getResourceAsStream(bundle + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, texts::getProperty));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
