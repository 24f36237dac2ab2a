package io.minerstream.connect.warehouse;

/**
 * What replacing a schedule did.
 *
 * @param written how many changes were new or had another status
 * @param removed how many others were there, and are not any more
 * @param unchanged how many others were given
 */
public record SeededSchedule(long written, long removed, long unchanged) {}
