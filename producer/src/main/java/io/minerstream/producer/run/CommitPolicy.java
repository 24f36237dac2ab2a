package io.minerstream.producer.run;

import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.bound.NumberText;
import java.util.Locale;

/**
 * How much of a run one transaction holds, or that its readings are in none.
 *
 * @param kind what a commit batch is
 * @param records records of a commit batch; only for {@link Kind#RECORDS}, and {@link Bound#COMMIT_RECORDS} there, else 0
 */
public record CommitPolicy(Kind kind, long records) {

    /** Kinds of commit batches. */
    public enum Kind {
        /**
         * As many whole time points as fit into {@value RunPlan#DEFAULT_BATCH_RECORDS} records, at least one: the whole run when it is no
         * larger.
         */
        AUTO,
        /** The whole run: all or nothing. */
        RUN,
        /** All miners at one time point. */
        TIME_POINT,
        /** So many records, whatever time points they belong to. */
        RECORDS,
        /**
         * No transaction for readings: for load tests. Progress is committed where {@link #AUTO} would commit, when the brokers have the readings.
         */
        NONE
    }

    /** The default. */
    public static final CommitPolicy AUTO = new CommitPolicy(Kind.AUTO, 0);

    private static final String FORMS =
            "must be auto, run, time-point, none or a number of records " + Bound.COMMIT_RECORDS.range();

    public CommitPolicy {
        if (kind == Kind.RECORDS ? !Bound.COMMIT_RECORDS.holds(records) : records != 0) {
            throw new IllegalArgumentException("commit: " + FORMS + ", got " + kind + " of " + records);
        }
    }

    /** Whether readings are written in transactions, each of them once. */
    public boolean isExactlyOnce() {
        return kind != Kind.NONE;
    }

    /**
     * Reads {@code auto}, {@code run}, {@code time-point}, {@code none} or a number of records.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static CommitPolicy parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "run" -> new CommitPolicy(Kind.RUN, 0);
            case "time-point" -> new CommitPolicy(Kind.TIME_POINT, 0);
            case "none" -> new CommitPolicy(Kind.NONE, 0);
            default -> {
                try {
                    yield new CommitPolicy(Kind.RECORDS, NumberText.whole(text));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("commit: " + FORMS + ", got '" + text + "'", e);
                }
            }
        };
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return kind == Kind.RECORDS
                ? Long.toString(records)
                : kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
