package io.minerstream.benchmarks.producer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The figures of a comparison: medians over its rounds, and of the ratios to the peer in the same round. */
final class ComparisonTable {

    static final String PLAIN = "kafka-producer-perf-test";
    static final String REPLAY = "the same records sent again, nothing computed";
    static final String TRANSACTIONAL = "kafka-producer-perf-test, transactions of 1 s";

    /**
     * Figures of one run.
     *
     * @param recordsPerSecond records that count, by the client's own clock
     * @param wholeRun records per second from the first one on
     * @param clientNanos processor time of the client's whole JVM for each record, start and warm-up among them
     * @param brokerNanos processor time of the broker's JVM for each record meanwhile
     * @param recordBytes average size of a record: key, value and header
     */
    record Figures(
            double recordsPerSecond, double wholeRun, double clientNanos, double brokerNanos, long recordBytes) {}

    private final Map<String, List<Figures>> runs = new LinkedHashMap<>();

    /** Adds a run, and returns it as a line. */
    String add(String name, Figures figures) {
        runs.computeIfAbsent(name, any -> new ArrayList<>()).add(figures);
        return format(
                "%-48s %,10.0f records/s (%,.0f from the first one on) of %d bytes, processor %,5.0f ns a record in the client, %,5.0f in the stack",
                name,
                figures.recordsPerSecond,
                figures.wholeRun,
                figures.recordBytes,
                figures.clientNanos,
                figures.brokerNanos);
    }

    void clear() {
        runs.clear();
    }

    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| producer | records/s, median | slowest | fastest | x perf-test | x perf-test, transactions | x perf-test, "
                        + "whole run | client ns | broker ns |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        runs.forEach((name, figures) -> {
            lines.add(format(
                    "| %s | %,.0f | %,.0f | %,.0f | %.2f | %.2f | %.2f | %,.0f | %,.0f |",
                    name,
                    median(name, Figures::recordsPerSecond),
                    figures.stream()
                            .mapToDouble(Figures::recordsPerSecond)
                            .min()
                            .orElseThrow(),
                    figures.stream()
                            .mapToDouble(Figures::recordsPerSecond)
                            .max()
                            .orElseThrow(),
                    medianRatio(name, PLAIN, Figures::recordsPerSecond),
                    medianRatio(name, TRANSACTIONAL, Figures::recordsPerSecond),
                    medianRatio(name, PLAIN, Figures::wholeRun),
                    median(name, Figures::clientNanos),
                    median(name, Figures::brokerNanos)));
        });
        return lines;
    }

    /** Of the rates of each round: the machine's speed changes from one round to the next. */
    private double medianRatio(String name, String peer, ToDoubleFunction<Figures> rate) {
        return median(IntStream.range(0, runs.get(name).size())
                .mapToDouble(round -> rate.applyAsDouble(runs.get(name).get(round))
                        / rate.applyAsDouble(runs.get(peer).get(round))));
    }

    private double median(String name, ToDoubleFunction<Figures> figure) {
        return median(runs.get(name).stream().mapToDouble(figure));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
