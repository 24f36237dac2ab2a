package io.minerstream.benchmarks.producer;

import java.util.List;

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
     * What the start scripts say of memory, garbage collection and compilation: {@code minerstream}; {@code kafka-producer-perf-test.sh} and
     * {@code kafka-run-class.sh} of Kafka 4.
     */
    List<String> javaOptions() {
        return isOurs()
                ? List.of(
                        "-XX:+UseParallelGC",
                        "-XX:Tier4InvocationThreshold=50000",
                        "-XX:Tier4MinInvocationThreshold=6000",
                        "-XX:Tier4CompileThreshold=150000",
                        "-XX:Tier4BackEdgeThreshold=400000")
                : List.of(
                        "-Xmx512M",
                        "-server",
                        "-XX:+UseG1GC",
                        "-XX:MaxGCPauseMillis=20",
                        "-XX:InitiatingHeapOccupancyPercent=35",
                        "-XX:+ExplicitGCInvokesConcurrent");
    }
}
