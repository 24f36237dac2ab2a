package io.minerstream.validator.policy;

import io.minerstream.avro.Severity;

/**
 * What of a {@link RulePolicy} is another than before; null for what stays.
 *
 * @param enabled whether anybody is judged by the rule
 * @param severity of its alerts
 * @param pendingFor as {@link AlertPolicy#pendingFor}
 * @param keepFiringFor as {@link AlertPolicy#keepFiringFor}
 * @param clearAfter as {@link AlertPolicy#clearAfter}
 * @param repeatEvery as {@link AlertPolicy#repeatEvery}
 * @param parameter as {@link RulePolicy#parameter}
 */
public record RuleChange(
        Boolean enabled,
        Severity severity,
        Length pendingFor,
        Length keepFiringFor,
        Length clearAfter,
        Length repeatEvery,
        Double parameter) {}
