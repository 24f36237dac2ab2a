package io.minerstream.connect.warehouse;

import java.util.Optional;

/**
 * What seeding did.
 *
 * @param miners how many miners were given
 * @param written how many of them were new or differed from their row
 * @param schedule what became of the schedule; empty when none was given, and that of the database stayed
 */
public record SeededFleet(long miners, long written, Optional<SeededSchedule> schedule) {}
