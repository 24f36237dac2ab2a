package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a report says. How a browser shows it is checked by {@code .ci/report}. */
class LoadReportTest {

    private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
    private static final Pattern DATA =
            Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>");
    private static final Pattern ADDRESS = Pattern.compile("(?i)(?:src|href)\\s*=\\s*\"([^\"]*)\"|url\\(|@import");

    private static final LoadReport ENGLISH = new LoadReport(new Messages(Locale.ENGLISH));
    private static final LoadReport CHINESE = new LoadReport(new Messages(Locale.SIMPLIFIED_CHINESE));

    static Stream<String> pages() {
        return Stream.of(ENGLISH, CHINESE)
                .flatMap(report -> Stream.of(
                        report.page(LoadTestSamples.failed(), LoadTestSamples.SETUP),
                        report.page(LoadTestSamples.passed(), LoadTestSamples.SETUP),
                        report.page(LoadTestSamples.undecided(), LoadTestSamples.SETUP),
                        report.page(LoadTestSamples.found(), LoadTestSamples.SETUP)));
    }

    private static JsonNode data(String page) throws Exception {
        List<MatchResult> data = DATA.matcher(page).results().toList();
        assertThat(data).hasSize(1);
        return new ObjectMapper().readTree(data.get(0).group(1));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("pages")
    void shouldNeedNothingElse(String page) {
        String markup = SCRIPT.matcher(page).replaceAll("");

        assertThat(markup.lines().filter(line -> line.contains("${"))).isEmpty();
        assertThat(ADDRESS.matcher(markup).results().map(MatchResult::group)).containsExactly("href=\"data:,\"");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("pages")
    void shouldAllowItsOwnScriptsAlone(String page) throws Exception {
        List<MatchResult> scripts = SCRIPT.matcher(page).results().toList();

        assertThat(scripts).hasSize(2);
        for (MatchResult script : scripts) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(page.lines()
                            .filter(line -> line.contains("default-src 'none';"))
                            .toList())
                    .singleElement()
                    .asString()
                    .contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("pages")
    void shouldStyleWhateverTheDataNames(String page) throws Exception {
        JsonNode data = data(page);
        List<String> styles = Stream.of("/charts", "/marks", "/bands")
                .flatMap(path -> data.at(path).findValuesAsText("style").stream())
                .distinct()
                .toList();

        assertThat(styles)
                .contains("due", "sent", "acknowledged", "p999", "max")
                .allSatisfy(style -> {
                    // In light and in dark.
                    assertThat(Pattern.compile("--" + style + ": ")
                                    .matcher(page)
                                    .results())
                            .hasSize(2);
                });
    }

    @Test
    void shouldSayVerdictLimitsSettingsAndVersions() {
        String page = ENGLISH.page(LoadTestSamples.failed(), LoadTestSamples.SETUP);

        assertThat(page)
                .contains(
                        "<title>Load test of billing</title>",
                        "<section class=\"card failed\">\n<h2>✘ Group billing did not keep up</h2>",
                        "<li>✘ --max-lag 2.0 s: broken at 9.0 s, for 52.0 s; worst at",
                        "<tr><td>0</td><td>149,500</td><td>500</td>",
                        "<dt>--max-lag</dt><dd>2s</dd>",
                        "<dt>Kafka clients</dt><dd>4.3.1</dd>",
                        "<dt>uPlot</dt><dd>1.",
                        "The MIT License")
                .doesNotContain("ended early");
    }

    @Test
    void shouldSayThatATestWasEndedEarly() {
        assertThat(ENGLISH.page(LoadTestSamples.undecided(), LoadTestSamples.SETUP))
                .contains(
                        "<p class=\"partial\">ended early: this is what was seen until then</p>",
                        "<section class=\"card undecided\">\n<h2>Group billing kept up as far as can be said</h2>",
                        "<li>✘ this generator was too slow");
    }

    @Test
    void shouldDrawRatesLagsAndLatenessWithLimitsAndMarks() throws Exception {
        JsonNode data = data(ENGLISH.page(LoadTestSamples.failed(), LoadTestSamples.SETUP));

        assertThat(data.at("/seconds").toString()).isEqualTo("[61.25]");
        assertThat(data.at("/charts").findValuesAsText("title"))
                .containsExactly("Rate", "Lag", "Lag", "Lateness of billing");
        assertThat(data.at("/charts").findValuesAsText("unit")).containsExactly("readings/s", "s", "readings", "s");
        assertThat(data.at("/charts/0/lines").findValuesAsText("label")).containsExactly("sent", "acknowledged", "due");
        assertThat(data.at("/charts/0/lines/2/values/0").doubleValue()).isEqualTo(4897.959);
        assertThat(data.at("/charts/1/lines").findValuesAsText("label")).containsExactly("billing", "--max-lag 2.0 s");
        assertThat(data.at("/charts/1/lines/0/values/0").doubleValue()).isEqualTo(61.2);
        assertThat(data.at("/charts/1/lines/1/values/0").doubleValue()).isEqualTo(2);
        assertThat(data.at("/charts/2/lines/0/values/0").doubleValue()).isEqualTo(149_500);
        assertThat(data.at("/charts/2/lines/1/values/0").doubleValue()).isEqualTo(10_000);
        assertThat(data.at("/charts/3/lines").findValuesAsText("label"))
                .containsExactly("p50", "p90", "p99", "p99.9", "max");
        assertThat(data.at("/charts/3/lines/4/values/0").doubleValue()).isEqualTo(2);
        assertThat(data.at("/marks").findValuesAsText("label"))
                .containsExactly("rebalance of billing", "end of the load");
    }

    @Test
    void shouldDrawTheSearch() throws Exception {
        String page = ENGLISH.page(LoadTestSamples.found(), LoadTestSamples.SETUP);

        assertThat(page)
                .contains(
                        "<h2>✔ highest sustained rate: 190/s, within 5 %, confirmed</h2>",
                        "<li>what limits: group billing in partition 1 alone</li>",
                        "<tr><td>200/s</td><td>doubling</td>");
        JsonNode data = data(page);
        assertThat(data.at("/bands").toString())
                .isEqualTo(
                        "[{\"from\":1.0,\"to\":26.0,\"style\":\"too_much\",\"kind\":\"too much\",\"label\":\"200/s\"},"
                                + "{\"from\":40.5,\"to\":135.5,\"style\":\"sustained\",\"kind\":\"sustained\",\"label\":\"190/s\"},"
                                + "{\"from\":140.0,\"to\":200.0,\"style\":\"spike\",\"kind\":\"spike\",\"label\":\"381/s\"}]");
        // The look with which a load begins knows no group.
        assertThat(data.at("/charts/1/lines/0/values").toString()).isEqualTo("[null,61.2]");
    }

    @Test
    void shouldSpeakChinese() {
        assertThat(CHINESE.page(LoadTestSamples.failed(), LoadTestSamples.SETUP))
                .contains(
                        "<html lang=\"zh\">", "消费者组 billing 的负载测试", "\"unit\":\"条/秒\"", "<h2>✘ 消费者组 billing 跟不上</h2>");
    }

    @Test
    void shouldKeepTextsTexts() throws Exception {
        LoadTestSetup evil = new LoadTestSetup(
                Map.of("--group", "</dd><script>alert(1)</script>&\"'"), LoadTestSamples.SETUP.versions());

        String page = ENGLISH.page(LoadTestSamples.failed("</script><img src=x onerror=alert(1)>"), evil);

        assertThat(page)
                .contains("<dd>&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;</dd>")
                .contains("<title>Load test of &lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</title>")
                .doesNotContain("<img", "<script>alert");
        assertThat(data(page).at("/charts/1/lines/0/label").textValue())
                .isEqualTo("</script><img src=x onerror=alert(1)>");
    }
}
