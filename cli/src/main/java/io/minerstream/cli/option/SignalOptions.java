package io.minerstream.cli.option;

import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The values of readings. */
final class SignalOptions {

    @Mixin
    private SeedOption seed;

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
    private double poolDifficulty;

    long seed() {
        return seed.value();
    }

    SignalProfile profile() {
        return profile;
    }

    double poolDifficulty() {
        return poolDifficulty;
    }
}
