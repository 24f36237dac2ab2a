package io.minerstream.producer.signal;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The signals that a run can ask for by name. */
public enum SignalProfile {
    /** Exactly the distributions of the batch tools that MinerStream replaces, see {@link ReferenceSignal}. */
    REFERENCE("reference");

    private final String word;

    SignalProfile(String word) {
        this.word = word;
    }

    /**
     * Finds a profile.
     *
     * @param word name as {@link #word()} gives it, lower case
     * @throws IllegalArgumentException when there is no such profile; the message lists those that there are
     */
    public static SignalProfile named(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("profile: must be one of "
                        + Arrays.stream(values()).map(SignalProfile::word).collect(Collectors.joining(", "))
                        + ", got " + (word == null ? "null" : "'" + word + "'")));
    }

    /** Name in commands, in the run manifest and in results. */
    public String word() {
        return word;
    }

    public Signal signal() {
        return switch (this) {
            case REFERENCE -> new ReferenceSignal();
        };
    }
}
