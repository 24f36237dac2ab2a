package io.minerstream.benchmarks.validator;

/** What reads all readings of a run in one turn. */
enum ReadingWay {
    /** {@code groupByKey().windowedBy(24 h).count()}: decodes nothing. */
    DSL_COUNT("DSL count by miner and day"),

    /** The validator, every rule. */
    VALIDATOR("validator"),

    /** The same for the same readings without header and watermarks, as of anybody's producer. */
    FOREIGN_VALIDATOR("validator, readings without header"),

    /** A consumer that decodes each reading and sums a field. */
    CONSUMER("plain consumer, decoding");

    private final String label;

    ReadingWay(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
