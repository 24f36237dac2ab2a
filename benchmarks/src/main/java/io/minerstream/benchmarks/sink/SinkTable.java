package io.minerstream.benchmarks.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows/s of each way and round, and the medians of the ratios within a round. */
final class SinkTable {

    private final Map<SinkWay, List<Double>> rates = new EnumMap<>(SinkWay.class);

    void add(SinkWay way, double rowsPerSecond) {
        rates.computeIfAbsent(way, any -> new ArrayList<>()).add(rowsPerSecond);
    }

    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| way | rows/s, median | each round | x plain COPY | x Debezium, same case | x clean |");
        lines.add("|---|---|---|---|---|---|");
        rates.forEach((way, all) -> {
            SinkWay debezium = way.isReplay() ? SinkWay.DEBEZIUM_REPLAY : SinkWay.DEBEZIUM;
            SinkWay clean = way.hasForeignKey() ? SinkWay.CHECKED : SinkWay.NEW;
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %s | %.2f | %.2f | %.2f |",
                    way.label(),
                    median(all.stream().mapToDouble(Double::doubleValue).toArray()),
                    String.join(
                            " ",
                            all.stream()
                                    .map(rate -> String.format(Locale.ROOT, "%,.0f", rate))
                                    .toList()),
                    ratio(way, SinkWay.PLAIN),
                    ratio(way, debezium),
                    ratio(way, clean)));
        });
        return lines;
    }

    private double ratio(SinkWay way, SinkWay other) {
        List<Double> mine = rates.get(way);
        List<Double> others = rates.get(other);
        return median(IntStream.range(0, mine.size())
                .mapToDouble(round -> mine.get(round) / others.get(round))
                .toArray());
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
