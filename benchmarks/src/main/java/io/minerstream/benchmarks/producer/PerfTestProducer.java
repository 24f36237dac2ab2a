package io.minerstream.benchmarks.producer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.tools.ProducerPerformance;

/** The peer's side of the comparison: Kafka's own command, {@code kafka-producer-perf-test}, and what it says of itself. */
final class PerfTestProducer {

    // Lines of the windows begin in the same way, but have no percentiles.
    private static final Pattern TOTAL = Pattern.compile("(?m)^(\\d+) records sent, ([0-9.]+) records/sec .* 50th");

    private PerfTestProducer() {}

    /**
     * Runs the command; it counts from its first record to its last acknowledgement.
     *
     * @param records how many it sends
     * @param arguments its other arguments
     * @throws IllegalStateException when not all of them were acknowledged: it goes on then, and leaves them out
     */
    static Sent send(long records, List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--num-records", Long.toString(records)));
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ProcessorTime start = ProcessorTime.now();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            ProducerPerformance.main(all.toArray(String[]::new));
        } finally {
            System.setOut(out);
        }
        String output = printed.toString(StandardCharsets.UTF_8);
        MatchResult total = TOTAL.matcher(output)
                .results()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "kafka-producer-perf-test must print /%s/, but printed%n%s".formatted(TOTAL, output)));
        long acknowledged = Long.parseLong(total.group(1));
        if (acknowledged != records) {
            throw new IllegalStateException(
                    "kafka-producer-perf-test: all %d records must be acknowledged, were %d; it printed%n%.500s"
                            .formatted(records, acknowledged, output));
        }
        long nanos = Math.round(records * 1e9 / Double.parseDouble(total.group(2)));
        return new Sent(records, nanos, start.used(), 0);
    }
}
