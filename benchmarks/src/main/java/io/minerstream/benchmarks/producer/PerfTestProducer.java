package io.minerstream.benchmarks.producer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.tools.ProducerPerformance;

/** The peer's side of the comparison: Kafka's own command, {@code kafka-producer-perf-test}, and what it says of itself. */
final class PerfTestProducer {

    // Lines of the windows begin in the same way, but have no percentiles.
    private static final Pattern TOTAL = Pattern.compile("(?m)^(\\d+) records sent, ([0-9.]+) records/sec .* 50th");

    private PerfTestProducer() {}

    /** Runs the command; it counts from its first record to its last acknowledgement. */
    static Sent send(List<String> arguments) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        long processorNanos = Sent.processorTime();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            ProducerPerformance.main(arguments.toArray(String[]::new));
        } finally {
            System.setOut(out);
        }
        String output = printed.toString(StandardCharsets.UTF_8);
        MatchResult total = TOTAL.matcher(output)
                .results()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "kafka-producer-perf-test must print /%s/, but printed%n%s".formatted(TOTAL, output)));
        long records = Long.parseLong(total.group(1));
        long nanos = Math.round(records * 1e9 / Double.parseDouble(total.group(2)));
        return new Sent(records, nanos, Sent.processorTime() - processorNanos, 0);
    }
}
