package io.minerstream.pipeline.fault;

/**
 * Where a drill did not find what it must. Both texts are the same in all languages.
 *
 * @param kind what differs
 * @param must what must be there; {@value #NOTHING} for nothing
 * @param got what is there; {@value #NOTHING} for nothing
 */
public record Difference(Kind kind, String must, String got) {

    static final String NOTHING = "-";

    /** What differs. */
    public enum Kind {
        /** A change of an alert's state. */
        ALERT,
        /** The rules that are broken by the verdicts, with numbers of miners. */
        VERDICT,
        /** The rows in the warehouse. */
        ROWS
    }
}
