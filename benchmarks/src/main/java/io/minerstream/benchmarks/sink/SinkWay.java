package io.minerstream.benchmarks.sink;

import io.minerstream.connect.sink.SinkKind;

/** What is measured, in the order of a round: a replay finds the rows of the way before it. */
enum SinkWay {
    PLAIN("binary COPY, plain program", null, Rows.CLEAN, false, false),
    DEBEZIUM("Debezium, new keys", SinkKind.DEBEZIUM, Rows.CLEAN, false, false),
    DEBEZIUM_REPLAY("Debezium, replay, unchanged rows", SinkKind.DEBEZIUM, Rows.CLEAN, true, false),
    NEW("COPY sink, new keys", SinkKind.COPY, Rows.CLEAN, false, false),
    REPLAY("COPY sink, replay, unchanged rows", SinkKind.COPY, Rows.CLEAN, true, false),
    CHANGED("COPY sink, replay, changed rows", SinkKind.COPY, Rows.OTHER, true, false),
    CHECKED("COPY sink, new keys, foreign key", SinkKind.COPY, Rows.CLEAN, false, true),
    BAD_THOUSANDTH("COPY sink, 0.1 % bad rows, foreign key", SinkKind.COPY, Rows.BAD_THOUSANDTH, false, true),
    BAD_HUNDREDTH("COPY sink, 1 % bad rows, foreign key", SinkKind.COPY, Rows.BAD_HUNDREDTH, false, true);

    /** Rows of the ways, each in a topic of its own. */
    enum Rows {
        CLEAN(42, 0),
        OTHER(43, 0),
        BAD_THOUSANDTH(42, 1_000),
        BAD_HUNDREDTH(42, 100);

        private final long seed;
        private final int badInterval;

        Rows(long seed, int badInterval) {
            this.seed = seed;
            this.badInterval = badInterval;
        }

        TelemetryData data(int hours) {
            return new TelemetryData(hours, seed, badInterval);
        }
    }

    private final String label;
    private final SinkKind kind;
    private final Rows rows;
    private final boolean replay;
    private final boolean foreignKey;

    SinkWay(String label, SinkKind kind, Rows rows, boolean replay, boolean foreignKey) {
        this.label = label;
        this.kind = kind;
        this.rows = rows;
        this.replay = replay;
        this.foreignKey = foreignKey;
    }

    String label() {
        return label;
    }

    /** Null without Connect. */
    SinkKind kind() {
        return kind;
    }

    Rows rows() {
        return rows;
    }

    boolean isReplay() {
        return replay;
    }

    boolean hasForeignKey() {
        return foreignKey;
    }
}
