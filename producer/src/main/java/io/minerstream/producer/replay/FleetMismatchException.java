package io.minerstream.producer.replay;

/** The fleet at hand is not the one that a run was generated for, so that its rows cannot be computed again. */
public final class FleetMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param run the run, for people
     * @param generated miners that the run was generated for
     * @param known miners of the fleet at hand
     */
    FleetMismatchException(String run, int generated, int known) {
        super("%s was generated for %s miners, but the fleet at hand has %s".formatted(run, generated, known));
    }
}
