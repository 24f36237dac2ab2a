package io.minerstream.cli.option;

import picocli.CommandLine.Option;

/** Whether to overwrite. */
public final class ForceOption {

    @Option(names = "--force", order = HelpGroups.RUN)
    private boolean force;

    /** False unless given. */
    public boolean isGiven() {
        return force;
    }
}
