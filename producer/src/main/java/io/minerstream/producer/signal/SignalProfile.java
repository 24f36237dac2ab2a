package io.minerstream.producer.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The signals that a run can choose by name. */
public enum SignalProfile {
    /** Exactly the distributions of the batch tools that MinerStream replaces, see {@link ReferenceSignal}. */
    REFERENCE,
    /** Physically plausible and correlated: drift, climate, heat, shares; see {@link RealisticSignal}. */
    REALISTIC;

    /** Name of the default profile. */
    public static final String DEFAULT_WORD = "realistic";

    /**
     * Finds a profile.
     *
     * @param word name as {@link #word()} gives it, lower case
     * @throws IllegalArgumentException when there is no such profile; the message lists the known ones
     */
    public static SignalProfile named(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("profile: must be one of "
                        + Arrays.stream(values()).map(SignalProfile::word).collect(Collectors.joining(", "))
                        + ", got " + (word == null ? "null" : "'" + word + "'")));
    }

    /** Name in commands, in the run manifest and in results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The signal with shares of {@link ShareRate#DEFAULT_DIFFICULTY}, where the profile has shares. */
    public Signal signal() {
        return signal(ShareRate.DEFAULT_DIFFICULTY);
    }

    /**
     * The signal.
     *
     * @param poolDifficulty difficulty of a share, finite and greater than 0; ignored by a profile without shares
     * @throws IllegalArgumentException when the difficulty is out of range
     */
    public Signal signal(double poolDifficulty) {
        ShareRate shares = new ShareRate(poolDifficulty);
        return switch (this) {
            case REFERENCE -> new ReferenceSignal();
            case REALISTIC -> new RealisticSignal(shares);
        };
    }
}
