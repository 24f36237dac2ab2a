package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadSearchOutcome;
import io.minerstream.pipeline.load.LoadTestOutcome;
import io.minerstream.pipeline.load.verdict.GroupVerdict;
import io.minerstream.schemas.run.DurationText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The result of a load test as one HTML page that needs nothing else: no network, no other file. Its policy (CSP) lets a browser run
 * the scripts of the page alone, and fetch nothing. Immutable.
 */
public final class LoadReport {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
    private static final String SCRIPT = ChartLibrary.text("load-report.js");

    private final Messages messages;

    public LoadReport(Messages messages) {
        this.messages = messages;
    }

    /** The page of a test, also of one that was ended early. */
    public String page(LoadTestOutcome outcome, LoadTestSetup setup) {
        LoadTestText text = new LoadTestText(messages);
        StringBuilder verdict = new StringBuilder();
        for (GroupVerdict group : outcome.groups()) {
            boolean decided = outcome.complete() && outcome.loadLimit().isEmpty();
            String tone = decided ? "passed" : "undecided";
            verdict.append(
                    card(group.passed() ? tone : "failed", text.verdict(outcome, group), text.details(outcome, group)));
        }
        List<String> load = new ArrayList<>(text.loadDetails(outcome));
        text.history(outcome).ifPresent(history -> load.add(0, history));
        verdict.append(card(outcome.loadLimit().isPresent() ? "failed" : "plain", text.load(outcome), load));
        StringBuilder tables = new StringBuilder();
        outcome.groups()
                .forEach(group -> tables.append(section(
                        messages.text("report.partitions", group.group()), table(text.partitions(outcome, group)))));
        return page(
                messages.text("report.title", subject(outcome)),
                text.title(outcome),
                outcome.started(),
                outcome.complete(),
                verdict.toString(),
                tables.toString(),
                LoadCharts.of(outcome, messages),
                setup);
    }

    /** A shard that does not judge has no groups. */
    private static String subject(LoadTestOutcome outcome) {
        return outcome.plan().groups().isEmpty()
                ? outcome.topic()
                : String.join(", ", outcome.plan().groups());
    }

    /** The page of a search, also of one that was ended early. */
    public String page(LoadSearchOutcome outcome, LoadTestSetup setup) {
        LoadSearchText text = new LoadSearchText(messages);
        return page(
                messages.text("report.title.search", String.join(", ", outcome.groups())),
                text.title(outcome),
                outcome.started(),
                outcome.complete(),
                card(outcome.passed() ? "passed" : "failed", text.result(outcome), text.details(outcome)),
                section(
                        messages.text("report.probes"),
                        table(text.probes(outcome.max().probes()))),
                LoadCharts.of(outcome, messages),
                setup);
    }

    private String page(
            String heading,
            String lead,
            Instant started,
            boolean complete,
            String verdict,
            String tables,
            LoadCharts charts,
            LoadTestSetup setup) {
        String library = ChartLibrary.script();
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("lang", messages.text("report.language"));
        parts.put("policy", "'sha256-%s' 'sha256-%s'".formatted(sha256(library), sha256(SCRIPT)));
        parts.put("heading", escaped(heading));
        parts.put("libraryStyle", ChartLibrary.style());
        parts.put("style", ChartLibrary.text("load-report.css"));
        parts.put("lead", escaped(lead));
        parts.put(
                "started",
                escaped(messages.text(
                        "report.started",
                        started.truncatedTo(ChronoUnit.SECONDS).toString())));
        parts.put(
                "thinned",
                charts.secondsPerPoint() < 2
                        ? ""
                        : "<p class=\"started\">"
                                + escaped(messages.text(
                                        "report.thinned",
                                        DurationText.elapsed(Duration.ofSeconds(charts.secondsPerPoint()))))
                                + "</p>\n");
        parts.put(
                "partial", complete ? "" : "<p class=\"partial\">" + escaped(messages.text("load.partial")) + "</p>\n");
        parts.put("verdict", verdict);
        parts.put("noscript", escaped(messages.text("report.noscript")));
        parts.put("tables", tables);
        parts.put("setup", setup(setup));
        parts.put("data", Json.line(charts).replace("<", "\\u003c"));
        parts.put("licence", ChartLibrary.licence().replace("*/", ""));
        parts.put("library", library);
        parts.put("script", SCRIPT);
        return PLACEHOLDER
                .matcher(ChartLibrary.text("load-report.html"))
                .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    }

    private String setup(LoadTestSetup setup) {
        List<List<String>> settings = new ArrayList<>();
        setup.settings().forEach((name, value) -> settings.add(List.of(name, value)));
        LoadTestSetup.Versions versions = setup.versions();
        List<List<String>> software = List.of(
                List.of("MinerStream", versions.minerstream()),
                List.of(messages.text("report.kafka"), versions.kafkaClients()),
                List.of("Java", versions.java()),
                List.of(messages.text("report.system"), versions.os()),
                List.of(messages.text("report.processors"), Integer.toString(versions.processors())),
                List.of("uPlot", ChartLibrary.version()));
        return section(messages.text("report.settings"), names(settings))
                + section(messages.text("report.versions"), names(software));
    }

    private static String card(String tone, String title, List<String> details) {
        return "<section class=\"card " + tone + "\">\n<h2>" + escaped(title) + "</h2>\n<ul>\n"
                + details.stream()
                        .map(detail -> "<li>" + escaped(detail) + "</li>\n")
                        .collect(Collectors.joining())
                + "</ul>\n</section>\n";
    }

    private static String section(String title, String content) {
        return "<section>\n<h2>" + escaped(title) + "</h2>\n" + content + "</section>\n";
    }

    /** @param rows the first one has the headings */
    private static String table(List<List<String>> rows) {
        return "<table>\n"
                + row("th", rows.get(0))
                + rows.stream().skip(1).map(row -> row("td", row)).collect(Collectors.joining()) + "</table>\n";
    }

    private static String row(String cell, List<String> values) {
        return "<tr>"
                + values.stream()
                        .map(value -> "<" + cell + ">" + escaped(value) + "</" + cell + ">")
                        .collect(Collectors.joining())
                + "</tr>\n";
    }

    private static String names(List<List<String>> pairs) {
        return "<dl>\n"
                + pairs.stream()
                        .map(pair -> "<dt>" + escaped(pair.get(0)) + "</dt><dd>" + escaped(pair.get(1)) + "</dd>\n")
                        .collect(Collectors.joining())
                + "</dl>\n";
    }

    /** Text that stays text in HTML; marks that fonts of text have in place of those of emoji. */
    private static String escaped(String text) {
        return text.replace('✅', '✔')
                .replace('❌', '✘')
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
