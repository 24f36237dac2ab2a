package io.minerstream.cli.terminal;

/** Exit codes of every command. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;

    /** The run or a check failed. */
    public static final int FAILED = 1;

    /** Bad usage. */
    public static final int USAGE = 2;

    /** Something needed is not reachable. */
    public static final int UNREACHABLE = 3;

    /** The reader of standard output has gone: what a shell reports for a program that SIGPIPE ends. */
    public static final int CLOSED_PIPE = 141;

    private ExitCode() {}
}
