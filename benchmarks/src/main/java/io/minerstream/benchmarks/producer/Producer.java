package io.minerstream.benchmarks.producer;

import java.util.List;

/** The producers that are compared. */
enum Producer {
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

    Producer(String label, String commit) {
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
}
