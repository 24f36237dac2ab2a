package io.minerstream.connect.warehouse;

import java.time.Instant;

/**
 * A miner's status from a time on.
 *
 * @param minerId hosting_miners.id
 * @param validFrom inclusive
 * @param status as {@code hosting_miners.status} would spell it, at most 20 characters
 */
public record StatusChange(int minerId, Instant validFrom, String status) {}
