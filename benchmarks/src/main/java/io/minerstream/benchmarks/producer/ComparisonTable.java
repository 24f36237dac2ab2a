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
    static final String TRANSACTIONAL = "kafka-producer-perf-test, transactions of 1 s";

    /**
     * Figures of one turn of a producer.
     *
     * @param recordsPerSecond by the producer's own clock
     * @param clientNanos processor time of this JVM for each record
     * @param brokerNanos processor time of the broker's JVM for each record meanwhile
     * @param recordBytes average size of a record: key, value and header
     */
    record Figures(double recordsPerSecond, double clientNanos, double brokerNanos, long recordBytes) {}

    private final Map<String, List<Figures>> runs = new LinkedHashMap<>();

    /** Adds a turn, and returns it as a line. */
    String add(String name, Figures figures) {
        runs.computeIfAbsent(name, any -> new ArrayList<>()).add(figures);
        return format(
                "%-48s %,10.0f records/s of %d bytes, processor %,5.0f ns a record in the client, %,5.0f in the stack",
                name, figures.recordsPerSecond, figures.recordBytes, figures.clientNanos, figures.brokerNanos);
    }

    void clear() {
        runs.clear();
    }

    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| producer | records/s, median | slowest | fastest | x perf-test | half of the rounds | x perf-test, "
                        + "transactions | client ns | broker ns |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (String name : runs.keySet()) {
            lines.add(format(
                    "| %s | %,.0f | %,.0f | %,.0f | %.2f | %.2f-%.2f | %.2f | %,.0f | %,.0f |",
                    name,
                    quantile(rates(name), 0.5),
                    quantile(rates(name), 0),
                    quantile(rates(name), 1),
                    quantile(ratios(name, PLAIN), 0.5),
                    quantile(ratios(name, PLAIN), 0.25),
                    quantile(ratios(name, PLAIN), 0.75),
                    quantile(ratios(name, TRANSACTIONAL), 0.5),
                    median(name, Figures::clientNanos),
                    median(name, Figures::brokerNanos)));
        }
        return lines;
    }

    private DoubleStream rates(String name) {
        return runs.get(name).stream().mapToDouble(Figures::recordsPerSecond);
    }

    /** Of the rates of each round: the machine's speed changes from one round to the next. */
    private DoubleStream ratios(String name, String peer) {
        return IntStream.range(0, runs.get(name).size())
                .mapToDouble(round -> runs.get(name).get(round).recordsPerSecond
                        / runs.get(peer).get(round).recordsPerSecond);
    }

    private double median(String name, ToDoubleFunction<Figures> figure) {
        return quantile(runs.get(name).stream().mapToDouble(figure), 0.5);
    }

    /** Between two values, the mean of them by their distance. */
    private static double quantile(DoubleStream values, double share) {
        double[] sorted = values.sorted().toArray();
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
