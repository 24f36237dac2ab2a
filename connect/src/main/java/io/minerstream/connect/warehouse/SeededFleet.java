package io.minerstream.connect.warehouse;

import java.util.Optional;

/**
 * What seeding did.
 *
 * @param written how many miners were new or differed from their row
 * @param unchanged how many others were given
 * @param schedule what became of the schedule; empty when none was given, and that of the database stayed
 */
public record SeededFleet(long written, long unchanged, Optional<SeededSchedule> schedule) {}
