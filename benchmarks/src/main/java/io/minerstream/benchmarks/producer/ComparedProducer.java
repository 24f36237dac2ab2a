package io.minerstream.benchmarks.producer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The producers that are compared. */
enum ComparedProducer {
    /** Ours without transactions. */
    DIRECT("MinerStream, `--commit none`, %s", "none"),
    /** The peer, of which the ratios are. */
    PEER("kafka-producer-perf-test", null),
    /** Ours in transactions of as many readings as it sends in a second or so. */
    EXACTLY_ONCE("MinerStream, exactly once, %s", "1000000"),
    /** The peer in its own transactions of a second. */
    PEER_TRANSACTIONS("kafka-producer-perf-test, transactions of 1 s", null);

    private final String label;
    private final String commit;

    ComparedProducer(String label, String commit) {
        this.label = label;
        this.commit = commit;
    }

    String label(String profile) {
        return label.formatted(profile);
    }

    boolean isOurs() {
        return commit != null;
    }

    /** Our {@code --commit}; null for the peer. */
    String commit() {
        return commit;
    }

    /** The peer's further arguments. */
    List<String> more() {
        return this == PEER_TRANSACTIONS ? List.of("--transaction-duration-ms", "1000") : List.of();
    }

    /**
     * What the start scripts say of memory, garbage collection and compilation: {@code jvm.options} of {@code minerstream}, the file that
     * property {@code minerstream.options} names; {@code kafka-producer-perf-test.sh} and {@code kafka-run-class.sh} of Kafka 4.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    List<String> javaOptions() {
        return isOurs()
                ? optionsIn(Path.of(System.getProperty("minerstream.options")))
                : List.of(
                        "-Xmx512M",
                        "-server",
                        "-XX:+UseG1GC",
                        "-XX:MaxGCPauseMillis=20",
                        "-XX:InitiatingHeapOccupancyPercent=35",
                        "-XX:+ExplicitGCInvokesConcurrent");
    }

    private static List<String> optionsIn(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": must be a readable file of JVM options", e);
        }
    }
}
