package io.minerstream.cli.option;

import picocli.CommandLine.Option;

/** The seed of a fleet and of its readings. */
public final class SeedOption {

    @Option(names = "--seed", paramLabel = "N", order = HelpGroups.SIGNAL, defaultValue = "42")
    private long seed;

    /** Any number. */
    public long value() {
        return seed;
    }
}
