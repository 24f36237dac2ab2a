package io.minerstream.benchmarks.sink;

import io.minerstream.benchmarks.turn.Quantile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
                    Quantile.median(all),
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
        return Quantile.medianRatio(rates.get(way), rates.get(other));
    }
}
