package io.minerstream.cli.report;

import io.minerstream.pipeline.sink.SinkLag;
import java.util.ArrayList;
import java.util.List;

/**
 * How far sinks are behind their topics, for people and, as JSON, for programs.
 *
 * @param connectors one for each sink
 * @param behind the sum over all
 */
public record Lags(List<Connector> connectors, long behind) {

    record Connector(String name, String group, long behind, List<SinkLag.Partition> partitions) {}

    public static Lags of(List<SinkLag> lags) {
        return new Lags(
                lags.stream()
                        .map(lag -> new Connector(lag.connector(), lag.group(), lag.behind(), lag.partitions()))
                        .toList(),
                lags.stream().mapToLong(SinkLag::behind).sum());
    }

    /** A line for each sink, followed by its partitions. */
    public List<String> lines(Messages messages) {
        List<String> lines = new ArrayList<>();
        for (Connector connector : connectors) {
            lines.add(messages.text(
                    "text.detail", connector.name(), messages.text("sink.lag.behind", connector.behind())));
            for (SinkLag.Partition partition : connector.partitions()) {
                String committed = partition.committed() == null
                        ? messages.text("sink.lag.nothing")
                        : messages.text("sink.lag.committed", partition.committed());
                lines.add("  "
                        + messages.text(
                                "sink.lag.partition",
                                partition.topic(),
                                partition.partition(),
                                committed,
                                partition.end(),
                                messages.text("sink.lag.behind", partition.behind())));
            }
        }
        return lines;
    }
}
