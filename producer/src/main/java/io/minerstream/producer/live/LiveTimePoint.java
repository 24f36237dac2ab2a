package io.minerstream.producer.live;

import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time point that is committed.
 *
 * @param run the run that it belongs to
 * @param time the time that its readings carry
 * @param records its readings that this session wrote
 * @param late from when it was due to its commit, on the wall clock, from 0; empty for history, which is written as fast as
 *     possible
 */
public record LiveTimePoint(RunId run, Instant time, long records, Optional<Duration> late) {}
