package io.minerstream.benchmarks.producer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The figures of a comparison: medians over its rounds, and of the ratios to the peer in the same round. */
final class ComparisonTable {

    /**
     * Figures of one turn of a producer.
     *
     * @param recordsPerSecond by the producer's own clock
     * @param clientNanos processor time of the producer's JVM for each record
     * @param brokerNanos processor time of the broker's JVM for each record meanwhile
     * @param recordBytes average size of a record: key, value and header
     */
    record Figures(double recordsPerSecond, double clientNanos, double brokerNanos, long recordBytes) {}

    private final String profile;
    private final Map<ComparedProducer, List<Figures>> runs = new EnumMap<>(ComparedProducer.class);

    /** @param profile of our readings */
    ComparisonTable(String profile) {
        this.profile = profile;
    }

    /** Adds a turn, and returns it as a line. */
    String add(ComparedProducer producer, Figures figures) {
        runs.computeIfAbsent(producer, any -> new ArrayList<>()).add(figures);
        return format(
                "%-48s %,10.0f records/s of %s bytes, processor %,5.0f ns a record in the client, %,5.0f in the stack",
                producer.label(profile),
                figures.recordsPerSecond,
                figures.recordBytes,
                figures.clientNanos,
                figures.brokerNanos);
    }

    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| producer | records/s, median | slowest | fastest | x perf-test | half of the rounds | x perf-test, "
                        + "transactions | client ns | broker ns |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (ComparedProducer producer : runs.keySet()) {
            lines.add(format(
                    "| %s | %,.0f | %,.0f | %,.0f | %.2f | %.2f-%.2f | %.2f | %,.0f | %,.0f |",
                    producer.label(profile),
                    quantile(rates(producer), 0.5),
                    quantile(rates(producer), 0),
                    quantile(rates(producer), 1),
                    quantile(ratios(producer, ComparedProducer.PEER), 0.5),
                    quantile(ratios(producer, ComparedProducer.PEER), 0.25),
                    quantile(ratios(producer, ComparedProducer.PEER), 0.75),
                    quantile(ratios(producer, ComparedProducer.PEER_TRANSACTIONS), 0.5),
                    median(producer, Figures::clientNanos),
                    median(producer, Figures::brokerNanos)));
        }
        return lines;
    }

    private DoubleStream rates(ComparedProducer producer) {
        return runs.get(producer).stream().mapToDouble(Figures::recordsPerSecond);
    }

    /** Of the rates of each round: the machine's speed changes from one round to the next. */
    private DoubleStream ratios(ComparedProducer producer, ComparedProducer peer) {
        return IntStream.range(0, runs.get(producer).size())
                .mapToDouble(round -> runs.get(producer).get(round).recordsPerSecond
                        / runs.get(peer).get(round).recordsPerSecond);
    }

    private double median(ComparedProducer producer, ToDoubleFunction<Figures> figure) {
        return quantile(runs.get(producer).stream().mapToDouble(figure), 0.5);
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
