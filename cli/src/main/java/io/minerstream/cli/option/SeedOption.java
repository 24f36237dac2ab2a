package io.minerstream.cli.option;

import io.minerstream.schemas.bound.Bound;
import picocli.CommandLine.Option;

/** The seed of a fleet and of its readings. */
public final class SeedOption {

    @Option(names = "--seed", paramLabel = "N", order = HelpGroups.SIGNAL, defaultValue = "42")
    @Within(Bound.SEED)
    private long seed;

    /** Any number. */
    public long value() {
        return seed;
    }
}
