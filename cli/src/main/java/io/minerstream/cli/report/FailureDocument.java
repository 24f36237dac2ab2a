package io.minerstream.cli.report;

import java.util.List;

/**
 * A command that ended without a result, in JSON.
 *
 * @param success always false, as in the results of failed runs
 */
public record FailureDocument(boolean success, Failure error) {

    /** What kind of failure it is. */
    public enum Kind {
        /** An option, a file or a setting is wrong; the same command fails again. */
        USAGE,
        /** The run, a check or a part failed. */
        FAILED,
        /** Something needed is not reachable. */
        UNREACHABLE,
        /** MinerStream is wrong. */
        DEFECT
    }

    /**
     * The failure.
     *
     * @param message where, what must hold, what came, what to do; the first line of several
     * @param problems each problem alone, at least one
     * @param hints commands or options that may help; may be empty
     */
    public record Failure(Kind kind, int exitCode, String message, List<String> problems, List<String> hints) {}

    public FailureDocument(Kind kind, int exitCode, String message, List<String> problems, List<String> hints) {
        this(false, new Failure(kind, exitCode, message, problems, hints));
    }
}
