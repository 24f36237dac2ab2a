package io.minerstream.producer.live;

import java.time.Instant;

/**
 * What a live session wrote.
 *
 * @param runs runs that it wrote to, completed or not
 * @param timePoints time points that it committed
 * @param records readings that it committed
 * @param next the first time point that is not committed, with which the next session resumes
 * @param ended whether the session reached its end; false when it was stopped
 */
public record LiveResult(int runs, long timePoints, long records, Instant next, boolean ended) {}
