package io.minerstream.benchmarks.producer;

import java.util.List;

/** The producers that are compared. */
enum Producer {
    /** Ours without transactions. */
    DIRECT("MinerStream, `--commit none`, %s", "none", List.of()),
    /** The peer, of which the ratios are. */
    PEER("kafka-producer-perf-test", null, List.of()),
    /** Ours in transactions of as many readings as it sends in a second or so. */
    EXACTLY_ONCE("MinerStream, exactly once, %s", "1000000", List.of()),
    /** The peer in its own transactions of a second. */
    PEER_TRANSACTIONS(
            "kafka-producer-perf-test, transactions of 1 s", null, List.of("--transaction-duration-ms", "1000"));

    private final String label;
    private final String commit;
    private final List<String> more;

    Producer(String label, String commit, List<String> more) {
        this.label = label;
        this.commit = commit;
        this.more = more;
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
        return more;
    }
}
