package io.minerstream.connect.warehouse;

/**
 * What replacing a schedule did.
 *
 * @param changes how many changes were given
 * @param written how many of them were new or had another status
 * @param removed how many others were there, and are not any more
 */
public record SeededSchedule(long changes, long written, long removed) {}
