package io.minerstream.benchmarks.producer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.tools.ProducerPerformance;

/** The peer's side of the comparison: Kafka's own command, {@code kafka-producer-perf-test}, and what it says of itself. */
final class PerfTestProducer {

    /** What our producer sets by itself. */
    static final Map<String, String> SETTINGS = Map.of(
            "acks", "all",
            "enable.idempotence", "true",
            "compression.type", "lz4",
            "batch.size", "131072",
            "linger.ms", "10",
            "buffer.memory", "67108864");

    // Lines of the windows begin in the same way, but have no percentiles.
    private static final Pattern TOTAL = Pattern.compile("(?m)^(\\d+) records sent, ([0-9.]+) records/sec .* 50th");

    private PerfTestProducer() {}

    /**
     * Sends random letters once: runs the command, which counts from its first record to its last acknowledgement.
     *
     * @param stack processes of broker and registry
     * @param topic is there, and empty
     * @param more arguments of the command, beside topic, number, size and settings
     * @throws IllegalStateException when not all records were acknowledged: the command continues then, and leaves them out
     */
    static Sent send(
            String bootstrapServers,
            List<ProcessHandle> stack,
            String topic,
            long records,
            long recordBytes,
            List<String> more)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-server",
                bootstrapServers,
                "--topic",
                topic,
                "--num-records",
                Long.toString(records),
                "--record-size",
                Long.toString(recordBytes),
                "--throughput",
                "-1",
                "--command-property"));
        SETTINGS.forEach((key, value) -> arguments.add(key + "=" + value));
        arguments.addAll(more);
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ProcessorTime start = ProcessorTime.now(stack);
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
        long acknowledged = Long.parseLong(total.group(1));
        if (acknowledged != records) {
            throw new IllegalStateException(
                    "kafka-producer-perf-test: all %s records must be acknowledged, were %s; it printed%n%.500s"
                            .formatted(records, acknowledged, output));
        }
        long nanos = Math.round(records * 1e9 / Double.parseDouble(total.group(2)));
        return new Sent(records, nanos, ProcessorTime.now(stack).minus(start), 0);
    }
}
