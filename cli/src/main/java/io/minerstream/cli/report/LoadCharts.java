package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadSearchOutcome;
import io.minerstream.pipeline.load.LoadTestOutcome;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.lag.Percentiles;
import io.minerstream.pipeline.load.search.RateProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The charts of a report, as its script draws them: all over the same time. Times are in seconds since the start.
 *
 * @param seconds times of all values
 * @param marks moments that all charts show
 * @param bands stretches of time that all charts show
 */
record LoadCharts(String xLabel, List<Double> seconds, List<Chart> charts, List<Mark> marks, List<Band> bands) {

    /** @param note what a reader should know about the chart; empty for nothing */
    record Chart(String title, String unit, String note, List<Line> lines) {}

    /**
     * A line.
     *
     * @param style how it is drawn
     * @param gaps whether unknown values interrupt it
     * @param values NaN where unknown
     */
    record Line(String label, String style, boolean gaps, List<Double> values) {}

    /** @param style how it is drawn */
    record Mark(double at, String style, String label) {}

    /**
     * A load of a search.
     *
     * @param style how it is drawn, and what {@code kind} says in words
     */
    record Band(double from, double to, String style, String kind, String label) {}

    /** Lines have as many styles for groups. */
    private static final int GROUP_STYLES = 6;

    private static final Map<String, Function<Percentiles, Duration>> PERCENTILES = percentiles();

    static LoadCharts of(LoadTestOutcome outcome, Messages messages) {
        List<LoadSample> samples = outcome.samples();
        List<Mark> marks = new ArrayList<>(rebalances(samples, messages));
        double end = seconds(outcome.length());
        if (!samples.isEmpty() && seconds(samples.get(samples.size() - 1).at()) > end) {
            marks.add(new Mark(end, "end", messages.text("report.load.end")));
        }
        LoadTestText text = new LoadTestText(messages);
        return of(
                samples,
                outcome.plan().groups(),
                outcome.plan().limits().maxLag().map(limit -> constant(text.limit(limit), seconds(limit), samples)),
                outcome.plan().limits().maxReadings().map(limit -> constant(text.limit(limit), limit, samples)),
                marks,
                List.of(),
                messages);
    }

    static LoadCharts of(LoadSearchOutcome outcome, Messages messages) {
        List<LoadSample> samples = outcome.timeline().samples();
        return of(
                samples,
                outcome.groups(),
                Optional.empty(),
                Optional.empty(),
                rebalances(samples, messages),
                bands(outcome, messages),
                messages);
    }

    private static LoadCharts of(
            List<LoadSample> samples,
            List<String> groups,
            Optional<Line> lagLimit,
            Optional<Line> recordsLimit,
            List<Mark> marks,
            List<Band> bands,
            Messages messages) {
        List<Chart> charts = new ArrayList<>();
        charts.add(new Chart(
                messages.text("report.rate"),
                messages.text("report.rate.unit"),
                "",
                List.of(
                        rate(messages.text("report.sent"), "sent", samples, sample -> sample.load()
                                .sent()),
                        rate(messages.text("report.acknowledged"), "acknowledged", samples, sample -> sample.load()
                                .acknowledged()),
                        rate(messages.text("report.due"), "due", samples, LoadSample::intended))));
        if (!groups.isEmpty()) {
            charts.addAll(lagCharts(samples, groups, lagLimit, recordsLimit, messages));
        }
        groups.forEach(group -> charts.add(new Chart(
                messages.text("report.lateness", group),
                messages.text("report.seconds"),
                messages.text("report.lateness.note"),
                lateness(samples, group))));
        return new LoadCharts(
                messages.text("report.time"),
                samples.stream().map(sample -> seconds(sample.at())).toList(),
                charts,
                marks,
                bands);
    }

    private static List<Chart> lagCharts(
            List<LoadSample> samples,
            List<String> groups,
            Optional<Line> lagLimit,
            Optional<Line> recordsLimit,
            Messages messages) {
        return List.of(
                new Chart(
                        messages.text("report.lag"),
                        messages.text("report.seconds"),
                        messages.text("report.sawtooth"),
                        lags(samples, groups, lagLimit, group -> seconds(group.age()))),
                new Chart(
                        messages.text("report.lag"),
                        messages.text("report.readings"),
                        "",
                        lags(samples, groups, recordsLimit, GroupSample::readings)));
    }

    /** Readings per second since the sample before. */
    private static Line rate(
            String label, String style, List<LoadSample> samples, ToDoubleFunction<LoadSample> readings) {
        List<Double> rates = new ArrayList<>();
        double beforeAt = 0;
        double before = 0;
        for (LoadSample sample : samples) {
            double at = seconds(sample.at());
            double now = readings.applyAsDouble(sample);
            rates.add(at > beforeAt ? rounded((now - before) / (at - beforeAt)) : Double.NaN);
            beforeAt = at;
            before = now;
        }
        return new Line(label, style, true, rates);
    }

    private static List<Line> lags(
            List<LoadSample> samples, List<String> groups, Optional<Line> limit, ToDoubleFunction<GroupSample> lag) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            String group = groups.get(i);
            List<Double> values = samples.stream()
                    .map(sample -> sample.groups().stream()
                            .filter(found -> found.group().equals(group))
                            .mapToDouble(lag)
                            .findFirst()
                            .orElse(Double.NaN))
                    .toList();
            lines.add(new Line(group, "group" + i % GROUP_STYLES, true, values));
        }
        limit.ifPresent(lines::add);
        return lines;
    }

    private static List<Line> lateness(List<LoadSample> samples, String group) {
        List<Line> lines = new ArrayList<>();
        PERCENTILES.forEach((label, percentile) -> lines.add(new Line(
                label,
                label.replace(".", ""),
                false,
                samples.stream()
                        .map(sample -> Optional.ofNullable(sample.lateness().get(group))
                                .filter(lateness -> lateness.readings() > 0)
                                .map(percentile)
                                .map(LoadCharts::seconds)
                                .orElse(Double.NaN))
                        .toList())));
        return lines;
    }

    private static Map<String, Function<Percentiles, Duration>> percentiles() {
        Map<String, Function<Percentiles, Duration>> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", Percentiles::p50);
        percentiles.put("p90", Percentiles::p90);
        percentiles.put("p99", Percentiles::p99);
        percentiles.put("p99.9", Percentiles::p999);
        percentiles.put("max", Percentiles::max);
        return percentiles;
    }

    private static Line constant(String label, double value, List<LoadSample> samples) {
        return new Line(
                label, "limit", true, samples.stream().map(sample -> value).toList());
    }

    private static List<Mark> rebalances(List<LoadSample> samples, Messages messages) {
        return samples.stream()
                .flatMap(sample -> sample.groups().stream()
                        .filter(GroupSample::rebalanced)
                        .map(group -> new Mark(
                                seconds(sample.at()), "rebalance", messages.text("report.rebalance", group.group()))))
                .toList();
    }

    /** A search that was ended within a load has no verdict about that load. */
    private static List<Band> bands(LoadSearchOutcome outcome, Messages messages) {
        LoadSearchText text = new LoadSearchText(messages);
        List<RateProbe> probes = outcome.max().probes();
        List<Duration> begins = outcome.timeline().begins();
        List<Band> bands = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            RateProbe probe = probes.get(i);
            double from = seconds(begins.get(i));
            bands.add(new Band(
                    from,
                    rounded(from + seconds(probe.length())),
                    probe.verdict().name().toLowerCase(Locale.ROOT),
                    messages.word("search.verdict", probe.verdict()),
                    text.rate(probe.step().ratePerSecond())));
        }
        outcome.spike().ifPresent(spike -> {
            double from = seconds(begins.get(begins.size() - 1));
            bands.add(new Band(
                    from,
                    rounded(from + seconds(spike.length())),
                    "spike",
                    messages.text("report.spike"),
                    text.rate(spike.ratePerSecond())));
        });
        return bands;
    }

    /** Time for which a value stands, on average; 0 for fewer than two values. */
    long secondsPerPoint() {
        return seconds.size() < 2
                ? 0
                : Math.round((seconds.get(seconds.size() - 1) - seconds.get(0)) / (seconds.size() - 1));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
