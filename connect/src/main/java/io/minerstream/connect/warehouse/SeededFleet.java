package io.minerstream.connect.warehouse;

/**
 * What seeding did.
 *
 * @param miners how many miners were given
 * @param written how many of them were new or differed from their row
 */
public record SeededFleet(long miners, long written) {}
