package io.minerstream.validator.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * How one target has been served since this instance started.
 *
 * @param target its address without anything that may be a secret
 * @param sent alerts that it took, firing ones that were sent again among them
 * @param failed requests without success
 * @param refused alerts that were dropped since it refused them
 * @param pending changes of alerts that it has still to take
 * @param lastSuccess empty before the first
 */
public record TargetStatus(
        String target, long sent, long failed, long refused, int pending, Optional<Instant> lastSuccess) {}
