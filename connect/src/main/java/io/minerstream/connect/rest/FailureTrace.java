package io.minerstream.connect.rest;

import java.util.List;

/** Reads the stack trace of a failed connector or task. */
final class FailureTrace {

    private static final String CAUSED_BY = "Caused by: ";

    /** Starts frames, suppressed exceptions and their causes; further lines of a message do not start with it. */
    private static final String INDENT = "\t";

    private FailureTrace() {}

    /** Class and message of the innermost cause, on one line; empty for an empty trace. */
    static String innermostCause(String trace) {
        List<String> lines = trace.lines()
                .filter(line -> !line.startsWith(INDENT))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        int last = 0;
        for (int i = 0; i < lines.size(); i++) {
            last = lines.get(i).startsWith(CAUSED_BY) ? i : last;
        }
        String cause = String.join(" ", lines.subList(last, lines.size()));
        return cause.startsWith(CAUSED_BY) ? cause.substring(CAUSED_BY.length()) : cause;
    }
}
