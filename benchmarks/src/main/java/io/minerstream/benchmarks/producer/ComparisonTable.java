package io.minerstream.benchmarks.producer;

import io.minerstream.benchmarks.turn.Quantile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

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
                    Quantile.median(rates(producer)),
                    Quantile.of(rate(producer), 0),
                    Quantile.of(rate(producer), 1),
                    Quantile.of(ratios(producer, ComparedProducer.PEER), 0.5),
                    Quantile.of(ratios(producer, ComparedProducer.PEER), 0.25),
                    Quantile.of(ratios(producer, ComparedProducer.PEER), 0.75),
                    Quantile.of(ratios(producer, ComparedProducer.PEER_TRANSACTIONS), 0.5),
                    median(producer, Figures::clientNanos),
                    median(producer, Figures::brokerNanos)));
        }
        return lines;
    }

    private List<Double> rates(ComparedProducer producer) {
        return runs.get(producer).stream().map(Figures::recordsPerSecond).toList();
    }

    private DoubleStream rate(ComparedProducer producer) {
        return rates(producer).stream().mapToDouble(Double::doubleValue);
    }

    private DoubleStream ratios(ComparedProducer producer, ComparedProducer peer) {
        return Quantile.ratios(rates(producer), rates(peer));
    }

    private double median(ComparedProducer producer, ToDoubleFunction<Figures> figure) {
        return Quantile.of(runs.get(producer).stream().mapToDouble(figure), 0.5);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
