package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadComparisonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static ObjectNode test() {
        return read(LoadTestDocument.of(LoadTestSamples.passed(), LoadTestSamples.SETUP));
    }

    private static ObjectNode search() {
        return read(LoadSearchDocument.of(LoadTestSamples.found(), LoadTestSamples.SETUP));
    }

    private static ObjectNode read(Object document) {
        try {
            return (ObjectNode) MAPPER.readTree(Json.line(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the value at a path, null for null. */
    private static void set(JsonNode result, String path, String json) {
        int name = path.lastIndexOf('/');
        try {
            ((ObjectNode) result.at(path.substring(0, name))).set(path.substring(name + 1), MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldPassEqualResults() {
        LoadComparison comparison = LoadComparison.of(test(), test(), 10);

        assertThat(comparison.passed()).isTrue();
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.figures())
                .extracting(LoadComparison.Figure::figure)
                .containsExactly(
                        LoadComparison.Kind.LATENESS_P50,
                        LoadComparison.Kind.LATENESS_P99,
                        LoadComparison.Kind.LATENESS_P999,
                        LoadComparison.Kind.MAX_LAG,
                        LoadComparison.Kind.MAX_LAG_RECORDS,
                        LoadComparison.Kind.DRAIN,
                        LoadComparison.Kind.UNREAD);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // More than 10 %, and more than the distance of two looks.
                "/groups/0/lateness/p99Seconds, 20, 22, false",
                "/groups/0/lateness/p99Seconds, 20, 22.1, true",
                "/groups/0/lateness/p99Seconds, 2, 2.9, false",
                "/groups/0/lateness/p99Seconds, 2, 3.1, true",
                "/groups/0/lateness/p99Seconds, 20, 2, false",
                "/groups/0/lateness/p999Seconds, 20, 30, true",
                "/groups/0/lateness/p50Seconds, 20, 30, true",
                "/groups/0/maxLagSeconds, 0, 0.9, false",
                "/groups/0/maxLagSeconds, 0, 1.1, true",
                // 6,667 readings a second, of which other shards send 1,667.
                "/groups/0/maxLagRecords, 0, 6666, false",
                "/groups/0/maxLagRecords, 0, 6667, true",
                "/groups/0/drainSeconds, 20, 30, true",
                "/groups/0/drainSeconds, 20, null, true",
                "/groups/0/drainSeconds, null, 20, false",
                "/groups/0/drainSeconds, null, null, false",
                "/groups/0/unread, 0, 1, true",
                "/groups/0/unread, 100, 110, false",
            })
    void shouldFindTheFigureThatIsWorse(String path, String base, String current, boolean regressed) {
        ObjectNode before = test();
        ObjectNode now = test();
        set(before, path, base);
        set(now, path, current);

        LoadComparison comparison = LoadComparison.of(before, now, 10);

        assertThat(comparison.figures().stream().filter(LoadComparison.Figure::regressed))
                .hasSize(regressed ? 1 : 0);
        assertThat(comparison.passed()).isEqualTo(!regressed);
    }

    @ParameterizedTest
    @CsvSource({
        "/maxRate, 2000, 1800, false",
        "/maxRate, 2000, 1799, true",
        "/maxRate, 2000, 4000, false",
        "/spike/maxLagSeconds, 30, 40, true",
        "/spike/drainSeconds, 30, null, true"
    })
    void shouldWantHighRatesOfSearches(String path, String base, String current, boolean regressed) {
        ObjectNode before = search();
        ObjectNode now = search();
        set(before, path, base);
        set(now, path, current);

        assertThat(LoadComparison.of(before, now, 10).passed()).isEqualTo(!regressed);
    }

    @Test
    void shouldCompareNothingThatIsNotAlike() {
        assertThat(LoadComparison.obstacles(test(), test())).isEmpty();
        assertThat(LoadComparison.obstacles(search(), search())).isEmpty();
        assertThat(LoadComparison.obstacles(test(), search()))
                .containsExactly("both results must be of load tests, or both of searches for the highest rate");
        assertThat(obstacles("/complete", "false"))
                .containsExactly("the new result: must be of a test that went to its end, was ended early");
        assertThat(obstacles("/load/limit", "\"generator\""))
                .containsExactly(
                        "the new result: must be of the load that was asked for, was limited by the generator");
        assertThat(obstacles("/settings/--rate", "\"constant:4000\""))
                .containsExactly("--rate: must be the same in both results, got constant:5000 and constant:4000");
        assertThat(obstacles("/settings/--commit", "\"time-point\""))
                .containsExactly("--commit: must be the same in both results, got - and time-point");
        assertThat(obstacles("/miners", "7")).containsExactly("miners: must be the same in both results, got 5 and 7");
        assertThat(obstacles("/groups", "[]"))
                .containsExactly("groups: must be at least one in each result, which the shard that judges has");
        assertThat(obstacles("/groups/0/partitions", "[{}]"))
                .containsExactly("partitions: must be as many in both results, got 0 and 1");
        ObjectNode other = search();
        set(other, "/confirmed", "false");
        set(other, "/settings/--rate", "\"constant:7\"");
        set(other, "/settings/--max-lag", "\"7s\"");
        assertThat(LoadComparison.obstacles(other, search()))
                .containsExactly(
                        "the base result: must have a confirmed rate, has none",
                        "--max-lag: must be the same in both results, got 7s and 2s");
    }

    private static List<String> obstacles(String path, String json) {
        ObjectNode changed = test();
        set(changed, path, json);
        return LoadComparison.obstacles(test(), changed);
    }

    @Test
    void shouldNameWhatElseDiffers() {
        ObjectNode now = test();
        set(now, "/settings/--max-lag", "\"5s\"");
        set(now, "/settings/--group", "\"billing-2\"");
        set(now, "/groups/0/group", "\"billing-2\"");
        set(now, "/versions/java", "\"21.0.1\"");

        assertThat(LoadComparison.obstacles(test(), now)).isEmpty();
        LoadComparison comparison = LoadComparison.of(test(), now, 10);

        assertThat(comparison.passed()).isTrue();
        assertThat(comparison.differences())
                .containsExactly(
                        new LoadComparison.Difference("--group", "billing", "billing-2"),
                        new LoadComparison.Difference("--max-lag", "2s", "5s"),
                        new LoadComparison.Difference("java", "17.0.17", "21.0.1"));
        assertThat(comparison.figures())
                .allSatisfy(figure -> assertThat(figure.group()).contains("billing-2"));
    }

    @Test
    void shouldSayWhatChanged() {
        ObjectNode now = test();
        set(now, "/groups/0/lateness/p99Seconds", "1.32");
        set(now, "/groups/0/drainSeconds", "null");
        set(now, "/versions/java", "\"21.0.1\"");

        List<String> lines =
                new LoadComparisonText(new Messages(Locale.ENGLISH)).lines(LoadComparison.of(test(), now, 10));

        assertThat(lines)
                .containsExactly(
                        "figure                               base     new      change",
                        "billing: lateness p50              0.04 s  0.04 s      +0.0 %",
                        "billing: lateness p99              0.12 s  1.32 s  +1,000.0 %  ❌",
                        "billing: lateness p99.9            0.16 s  0.16 s      +0.0 %",
                        "billing: greatest lag              0.62 s  0.62 s      +0.0 %",
                        "billing: greatest lag in readings   3,100   3,100      +0.0 %",
                        "billing: drain                     0.85 s   never              ❌",
                        "billing: readings not committed         0       0",
                        "",
                        "❌ 2 figures are more than 10 % worse",
                        "  differs: java: 17.0.17 and 21.0.1");
        assertThat(new LoadComparisonText(new Messages(Locale.SIMPLIFIED_CHINESE))
                        .lines(LoadComparison.of(test(), test(), 12.5)))
                .contains("✅ 没有指标变差超过 12.5 %");
    }
}
