package io.minerstream.validator.policy;

/**
 * When the alerts of a rule change their state. All lengths are event time of the subject's readings.
 *
 * @param pendingFor how long a rule must be broken before its alert fires; {@code for} in Prometheus; default none
 * @param keepFiringFor how long an alert fires at least after the last offence; default none
 * @param clearAfter how long the rule must hold before the alert resolves: an offence within it continues the alert; default
 *     one interval, which is two readings, or one window
 * @param repeatEvery how long after its last record a firing alert is repeated by a further offence; none, the default, for never
 */
public record AlertPolicy(Length pendingFor, Length keepFiringFor, Length clearAfter, Length repeatEvery) {

    /** The defaults of every rule. */
    public static final AlertPolicy DEFAULT =
            new AlertPolicy(Length.NONE, Length.NONE, Length.ofIntervals(1), Length.NONE);
}
