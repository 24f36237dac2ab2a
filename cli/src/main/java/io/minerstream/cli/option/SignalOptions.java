package io.minerstream.cli.option;

import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.bound.Bound;
import picocli.CommandLine.Option;

/** How the values of readings are drawn. */
public final class SignalOptions {

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            order = HelpGroups.SIGNAL,
            defaultValue = SignalProfile.DEFAULT_WORD)
    private SignalProfile profile;

    @Option(
            names = "--pool-difficulty",
            paramLabel = "D",
            order = HelpGroups.SIGNAL,
            defaultValue = "" + ShareRate.DEFAULT_DIFFICULTY)
    @Within(Bound.POOL_DIFFICULTY)
    private double poolDifficulty;

    /** The signal profile. */
    public SignalProfile profile() {
        return profile;
    }

    /** Difficulty of a share. */
    public double poolDifficulty() {
        return poolDifficulty;
    }
}
